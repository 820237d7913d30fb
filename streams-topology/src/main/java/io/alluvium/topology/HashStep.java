package io.alluvium.topology;

import io.alluvium.schemas.ContentHash;

/** Gives every valid event its identity. */
final class HashStep {
  private HashStep() {}

  static Hashed hash(Checked checked) {
    return switch (checked) {
      case Checked.Valid(var raw) -> new Hashed.Identified(raw, ContentHash.of(raw));
      case Verdict.Rejected rejected -> rejected;
    };
  }
}

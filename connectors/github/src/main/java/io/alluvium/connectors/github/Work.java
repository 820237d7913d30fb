package io.alluvium.connectors.github;

import java.util.List;

/** Something to be handed out, or to be asked for before that. */
sealed interface Work {
  /** A version of a thing. */
  record Item(Found found) implements Work {}

  /**
   * A thing whose description cannot be understood.
   *
   * @param subject which one
   */
  record Broken(String subject, String why) implements Work {}

  /** A thing that could not be understood before, and now can. */
  record Mended(String subject) implements Work {}

  /** Things of which what belongs to them is to be asked for. */
  record More(List<String> ids) implements Work {}

  /** A thing to be looked at by itself: a listing shows it and we do not know it, or vice versa. */
  record Look(String id) implements Work {}
}

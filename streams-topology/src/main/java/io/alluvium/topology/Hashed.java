package io.alluvium.topology;

import io.alluvium.schemas.ContentHash;
import io.alluvium.schemas.RawEvent;

/** What dedupe judges: an event with its identity, or a refusal that only passes through. */
sealed interface Hashed permits Hashed.Identified, Verdict.Rejected {
  /** A valid raw event and the hash of its canonical content. */
  record Identified(RawEvent raw, ContentHash hash) implements Hashed {}
}

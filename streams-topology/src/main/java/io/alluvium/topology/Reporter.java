package io.alluvium.topology;

import io.alluvium.schemas.RawEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who reported a raw record, as far as it could be read: what a cursor counts by.
 *
 * @param source name of the source; empty where it could not be read
 * @param scope part of that source; empty where it could not be read
 * @param observedAt when the source had it; null where it could not be read
 * @param run when the run began that it was read in; null where the record does not say
 */
record Reporter(String source, String scope, @Nullable Instant observedAt, @Nullable Instant run) {
  /** Who reported an event. */
  static Reporter of(RawEvent raw) {
    return new Reporter(
        raw.getSource(), raw.getScope(), raw.getObservedAt(), raw.getRun().orElse(null));
  }
}

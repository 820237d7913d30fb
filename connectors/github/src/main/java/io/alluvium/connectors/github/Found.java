package io.alluvium.connectors.github;

import io.alluvium.schemas.RawEvent;
import java.time.Duration;
import java.time.Instant;

/**
 * A version of a thing, as one page of GitHub shows it.
 *
 * @param id what its reader calls it among the known things; begins with the number of what it
 *     belongs to
 * @param event the event it makes
 * @param time by which it is ordered in its listing
 * @param hash what tells this version from others
 * @param settled whether nothing that belongs to it changes any more without its time
 */
record Found(String id, RawEvent.Builder event, Instant time, String hash, boolean settled) {
  /** Within this time of a change its second may not be over yet. */
  static final Duration MOMENT = Duration.ofSeconds(2);

  /**
   * The same as seen at a time. GitHub's times are whole seconds: what changed in the last moment
   * may change once more and look the same.
   */
  Found seenAt(Instant now) {
    return new Found(id, event, time, hash, settled && isOlderThanAMoment(now));
  }

  private boolean isOlderThanAMoment(Instant now) {
    return event.getOccurredAt().isBefore(now.minus(MOMENT));
  }
}

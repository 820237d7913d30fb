package io.alluvium.connectors.postgres;

/**
 * Passes over what was read of a transaction before the last stop: the server sends a transaction
 * whole or not at all.
 */
final class Resumption {
  private final LsnPosition.Change read;
  private LsnPosition.Change passed = LsnPosition.Change.NONE;
  private boolean done;

  /**
   * @param read the last change read
   */
  Resumption(LsnPosition.Change read) {
    this.read = read;
    this.done = read.transaction() == 0;
  }

  /** Whether a change, the next of the log, was read before. */
  boolean isBefore(Change.Place place) {
    if (done) {
      return false;
    }
    passed = passed.next(place.transaction(), place.lsn());
    boolean before =
        place.transaction() == read.transaction()
            && (place.lsn() < read.lsn()
                || (place.lsn() == read.lsn() && passed.nth() <= read.nth()));
    done = !before;
    return before;
  }
}

package io.alluvium.connectors.postgres;

import java.util.Optional;

/** Tells whether a slot still has everything that was not read. */
final class SlotJudgement {
  private SlotJudgement() {}

  /**
   * Why a part of the log cannot be read any more; empty if all of it can, or nothing was read yet.
   *
   * @param published whether the publication still holds every table that was read
   * @param foreign whether something was read of another cluster
   * @param read the highest LSN that was read; 0 = none
   */
  static Optional<String> loss(Optional<Slot> slot, boolean published, boolean foreign, long read) {
    if (foreign) {
      return Optional.of("The database is in another cluster than before");
    }
    if (read == 0) {
      return Optional.empty();
    }
    if (slot.isEmpty()) {
      return Optional.of("The replication slot is gone; the log was read to " + Lsn.text(read));
    }
    if (slot.get().isLost()) {
      return Optional.of(
          "The server has dropped log that the replication slot had not read (wal_status is lost);"
              + " it was read to "
              + Lsn.text(read));
    }
    if (slot.get().confirmed() > read) {
      return Optional.of(
          "The replication slot was moved or made anew: it begins at %s, the log was read to %s"
              .formatted(Lsn.text(slot.get().confirmed()), Lsn.text(read)));
    }
    return published
        ? Optional.empty()
        : Optional.of(
            "The publication was dropped, or a table taken out of it; the log was read to "
                + Lsn.text(read));
  }
}

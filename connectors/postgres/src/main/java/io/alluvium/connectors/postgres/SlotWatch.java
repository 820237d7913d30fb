package io.alluvium.connectors.postgres;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;

/** Looks at the slot now and then while it is read. */
final class SlotWatch {
  private final Reached reached;
  private long confirmed;
  private long nextLook = System.nanoTime();

  /**
   * @param confirmed the highest LSN that anybody has had reason to confirm
   */
  SlotWatch(Reached reached, long confirmed) {
    this.reached = reached;
    this.confirmed = confirmed;
  }

  /** Whether it is time to look; then it will be again a heartbeat later. */
  boolean isDue() {
    long now = System.nanoTime();
    if (now - nextLook < 0) {
      return false;
    }
    nextLook = now + reached.config().heartbeat().toNanos();
    return true;
  }

  /** Looks again after another time than a heartbeat. */
  void lookAfter(Duration time) {
    nextLook = System.nanoTime() + time.toNanos();
  }

  /** We have confirmed up to an LSN. */
  void confirmed(long lsn) {
    confirmed = Math.max(confirmed, lsn);
  }

  /**
   * Looks.
   *
   * @throws IOException if the slot or the publication is not what reading began with; what that
   *     means is found out when it begins again
   */
  void look() throws IOException, SQLException {
    var name = reached.config().slot();
    var slot = Slot.find(reached.database(), name);
    reached.figures().seen(slot);
    if (slot.isEmpty()) {
      throw new IOException("Replication slot " + name + " is gone");
    }
    if (slot.get().isLost()) {
      throw new IOException("Replication slot " + name + " has lost its log");
    }
    if (slot.get().confirmed() > confirmed) {
      throw new IOException("Replication slot " + name + " was moved or made anew");
    }
    var publication = Publication.find(reached.database(), reached.config().publication());
    if (publication.isEmpty()
        || !publication.get().tables().containsAll(reached.followed().keySet())) {
      throw new IOException(
          "Publication " + reached.config().publication() + " does not hold every table");
    }
  }
}

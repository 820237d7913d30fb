package io.alluvium.app.node;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node has started, to be stopped in the opposite order. A part that does not stop in time
 * is left behind: after a fault some cannot.
 */
final class Shutdown {
  private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration LITTLE_PATIENCE = Duration.ofSeconds(1);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private volatile Duration patience = PATIENCE;

  /** Stops this part when the node stops, before all that were owned earlier. */
  synchronized <T extends AutoCloseable> T own(T part) {
    parts.push(part);
    return part;
  }

  /** From now on no part gets more than a moment: as after kill -9, nothing is lost by that. */
  void hurry() {
    patience = LITTLE_PATIENCE;
  }

  /** Stops everything owned; a second call finds nothing left. */
  synchronized void run() {
    while (!parts.isEmpty()) {
      close(parts.pop());
    }
  }

  private void close(AutoCloseable part) {
    var name = "closing " + part.getClass().getSimpleName();
    var thread = PartThread.named(name, () -> closeNow(part));
    try {
      if (!thread.join(patience)) {
        LOG.warn("{} did not stop within {}", part.getClass().getSimpleName(), patience);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void closeNow(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.warn("{} did not stop cleanly", part.getClass().getSimpleName(), e);
    }
  }
}

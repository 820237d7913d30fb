package io.alluvium.app.node;

import io.alluvium.app.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells a user why a node that ran has stopped working. */
final class Fault {
  /** The broker gives up at the first write that fails, so little more than nothing is left. */
  private static final long FULL_BYTES = 16L << 20;

  private Fault() {}

  /**
   * Looks for the cause behind what Kafka said.
   *
   * @param said Kafka's words, which name no cause
   */
  static UserError explain(String said, Path dataDir) {
    if (free(dataDir) < FULL_BYTES) {
      return new UserError(
          "DISK_FULL",
          "The disk of " + dataDir + " is full; the node takes nothing in any more.",
          "Make room and start it again; nothing is lost.");
    }
    return new UserError(
        "BROKER_FAILED",
        "The embedded Kafka broker has failed: " + said + ".",
        "Start the node again; its log says more.");
  }

  private static long free(Path dataDir) {
    try {
      return Files.getFileStore(dataDir).getUsableSpace();
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }
}

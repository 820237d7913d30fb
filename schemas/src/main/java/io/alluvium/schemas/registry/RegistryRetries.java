package io.alluvium.schemas.registry;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often to ask again, and how long to wait before: exponential, with jitter, so that many nodes
 * do not come back at the same moment.
 *
 * @param rounds how often all addresses are tried
 * @param first longest wait after the first round; doubles with each
 * @param longest what no wait exceeds
 */
record RegistryRetries(int rounds, Duration first, Duration longest) {
  /** About four seconds in all: a registry that restarts is back, a caller is not held for long. */
  static final RegistryRetries DEFAULT =
      new RegistryRetries(8, Duration.ofMillis(100), Duration.ofSeconds(2));

  /**
   * Waits after a round that failed.
   *
   * @throws RegistryUnreachableException if the thread is interrupted; its flag stays set
   */
  void pause(int round) {
    long most = Math.min(longest.toMillis(), first.toMillis() << Math.min(round, 20));
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(most + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryUnreachableException("Interrupted while waiting for the registry", e);
    }
  }
}

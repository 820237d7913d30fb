package io.alluvium.connectors;

import java.lang.management.ManagementFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;

/**
 * How long things take on a machine that has nothing else to do. Where other processes hold the
 * cores, a thread gets them for a part of the time only; that part is measured on a thread that
 * computes, before and after, and taken off. On a quiet machine nothing is.
 */
public final class Promptness {
  private static final long PROBE_CPU_NANOS = 20_000_000;

  private Promptness() {}

  /** What a thread that never waits would have needed, had it not been kept waiting for a core. */
  public static Duration of(Runnable action) {
    double before = timesSlower();
    long begin = System.nanoTime();
    action.run();
    long took = System.nanoTime() - begin;
    return Duration.ofNanos((long) (took / Math.max(before, timesSlower())));
  }

  /** Time over CPU time of a thread that computes. */
  private static double timesSlower() {
    try {
      var threads = ManagementFactory.getThreadMXBean();
      var digest = MessageDigest.getInstance("SHA-256");
      var block = new byte[4096];
      long begin = System.nanoTime();
      long beginCpu = threads.getCurrentThreadCpuTime();
      long cpu = 0;
      while (cpu < PROBE_CPU_NANOS) {
        digest.update(block);
        cpu = threads.getCurrentThreadCpuTime() - beginCpu;
      }
      return Math.max(1, (double) (System.nanoTime() - begin) / cpu);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}

package io.alluvium.sinks;

import java.util.concurrent.TimeUnit;

/** Records per second over about the last second. */
final class RecentRate {
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);

  private long windowStart = System.nanoTime();
  private long counted;
  private double last;

  void add(int records) {
    counted += records;
    long elapsed = System.nanoTime() - windowStart;
    if (elapsed >= WINDOW_NANOS) {
      last = counted * (double) WINDOW_NANOS / elapsed;
      counted = 0;
      windowStart += elapsed;
    }
  }

  /** Of the last whole window, or of the one that runs, if that is more already. */
  double perSecond() {
    return Math.max(last, (double) counted);
  }
}

package io.alluvium.app.cli;

/** Growth of a count per second, smoothed over a few seconds. */
final class Rate {
  private static final double WEIGHT = 0.1;

  private long lastNanos;
  private long lastCount;
  private double smoothed;

  long of(long count) {
    return of(count, System.nanoTime());
  }

  long of(long count, long nanos) {
    if (lastNanos != 0 && nanos > lastNanos) {
      double now = (count - lastCount) * 1e9 / (nanos - lastNanos);
      smoothed = smoothed == 0 ? now : smoothed + WEIGHT * (now - smoothed);
    }
    lastNanos = nanos;
    lastCount = count;
    return Math.max(0, Math.round(smoothed));
  }
}

package io.alluvium.connectors.github;

import java.time.Duration;

/** When a stream is looked at next: soon where things happen, later where nothing does. */
final class Schedule {
  private final Intervals intervals;
  private long lastNews = System.nanoTime();
  private long next = System.nanoTime();

  Schedule(Intervals intervals) {
    this.intervals = intervals;
  }

  Intervals intervals() {
    return intervals;
  }

  boolean isDue() {
    return System.nanoTime() - next >= 0;
  }

  /** Takes how many new things a page had. */
  void saw(int news) {
    if (news > 0) {
      lastNews = System.nanoTime();
    }
  }

  /** A pass is over: rests. */
  void ended() {
    var quiet = Duration.ofNanos(System.nanoTime() - lastNews);
    next = System.nanoTime() + intervals.next(quiet).toNanos();
  }

  /** Makes it due at once. */
  void hasten() {
    next = System.nanoTime();
  }
}

package io.alluvium.sinks;

import java.time.Duration;

/** Growing pauses between attempts: each twice the last, up to a longest. */
final class Backoff {
  private final Duration first;
  private final Duration longest;
  private Duration next;

  Backoff(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
    this.next = first;
  }

  /** The pause to make now. */
  Duration pause() {
    var pause = next;
    var doubled = next.multipliedBy(2);
    next = doubled.compareTo(longest) > 0 ? longest : doubled;
    return pause;
  }

  /** It worked: the next pause is the first again. */
  void reset() {
    next = first;
  }
}

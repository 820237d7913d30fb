package io.alluvium.app.connect;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a failed task is restarted next: after 1 s, then after twice as long each time, at most a
 * minute. Running well for a minute forgives everything.
 */
final class Restarts {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration FORGIVEN_AFTER = Duration.ofSeconds(60);

  private int count;
  private @Nullable Instant due;
  private @Nullable Instant runningSince;

  /** The task is seen failed; says whether to restart it now. */
  synchronized boolean failed(Instant now) {
    runningSince = null;
    if (due == null) {
      due = now.plus(pause());
      return false;
    }
    if (now.isBefore(due)) {
      return false;
    }
    count++;
    due = null;
    return true;
  }

  /** The task is seen running. */
  synchronized void running(Instant now) {
    due = null;
    if (runningSince == null) {
      runningSince = now;
    } else if (!now.isBefore(runningSince.plus(FORGIVEN_AFTER))) {
      count = 0;
    }
  }

  synchronized int count() {
    return count;
  }

  synchronized @Nullable Instant due() {
    return due;
  }

  private Duration pause() {
    var pause = FIRST.multipliedBy(1L << Math.min(count, 6));
    return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
  }
}

package io.alluvium.simulators;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** The time of a simulated upstream: it ticks like ours, and can be moved forward. Thread-safe. */
public final class SimulatedClock extends Clock {
  private final Clock base;
  private final AtomicLong offsetMillis = new AtomicLong();

  /** A clock that begins at the time of {@code base}. */
  public SimulatedClock(Clock base) {
    this.base = base;
  }

  /** A clock that begins now. */
  public static SimulatedClock system() {
    return new SimulatedClock(Clock.systemUTC());
  }

  /** Moves the time; a negative duration moves it back, as a skewed clock does. */
  public void advance(Duration duration) {
    offsetMillis.addAndGet(duration.toMillis());
  }

  /** Whole seconds since 1970: what an upstream with times in seconds sees. */
  public long seconds() {
    return Math.floorDiv(millis(), 1000L);
  }

  @Override
  public long millis() {
    return base.millis() + offsetMillis.get();
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("A simulated upstream lives in UTC");
  }
}

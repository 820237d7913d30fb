package io.alluvium.topology;

import java.time.Duration;
import java.util.function.LongPredicate;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.jspecify.annotations.Nullable;

/**
 * A punctuation by wall clock that stops when there is nothing more to do.
 *
 * <p>Kafka Streams commits after each punctuation whatever came of it: one that always goes on
 * keeps an idle task writing transactions for ever. Of one task, and not thread-safe, as a
 * processor is.
 */
public final class Pulse {
  private final ProcessingContext context;
  private final Duration interval;
  private final LongPredicate beat;
  private @Nullable Cancellable scheduled;

  /**
   * Prepares a pulse; {@link #start} sets it going.
   *
   * @param beat what to do, given the time in milliseconds; false if there is nothing more to do
   */
  public Pulse(ProcessingContext context, Duration interval, LongPredicate beat) {
    this.context = context;
    this.interval = interval;
    this.beat = beat;
  }

  /** Beats for the first time after the interval; a pulse that is going just goes on. */
  public void start() {
    if (scheduled == null) {
      scheduled = context.schedule(interval, PunctuationType.WALL_CLOCK_TIME, this::beat);
    }
  }

  private void beat(long now) {
    var going = scheduled;
    if (!beat.test(now) && going != null) {
      going.cancel();
      scheduled = null;
    }
  }
}

package io.alluvium.topology.enrich;

import io.alluvium.schemas.Enrichment;
import io.alluvium.schemas.Event;
import java.util.function.Consumer;

/**
 * Derives something from an event: a pure addition. To add one, write a class and put it into the
 * list in {@link Enrichments}.
 *
 * <p>Thread-safe. Any exception, and a call that takes longer than the configured time, make an
 * entry in the event's failures; the event is published all the same.
 */
public interface EventEnrichment {
  /**
   * Field of {@link Enrichment} that it fills; names it in {@code models}, {@code failures}, the
   * configuration and the metrics.
   */
  String field();

  /** Loads what it needs; called before every event, so it must be quick once done. No time-out. */
  default void prepare() {}

  /**
   * Derives from one event, which is no tombstone. What depends on anything but the event makes two
   * runs over the same events differ.
   *
   * @return writes the result; doing nothing means that there is none. Called at once or, if it
   *     came too late, never
   */
  Consumer<Enrichment> derive(Event event);
}

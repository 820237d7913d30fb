package io.alluvium.connectors.postgres;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What the metrics show of a slot. Thread-safe. */
final class SlotFigures {
  private final AtomicLong superseded = new AtomicLong();
  private volatile @Nullable Slot slot;

  void seen(Optional<Slot> now) {
    slot = now.orElse(null);
  }

  /** A version was passed over because a later one was on its way. */
  void countSuperseded() {
    superseded.incrementAndGet();
  }

  Map<String, LongSupplier> gauges() {
    return Map.of(
        "slot-active", of(now -> now.active() ? 1 : 0),
        "slot-wal-status", of(Slot::walStatusNumber),
        "slot-retained-bytes", of(Slot::retainedBytes),
        "slot-lag-bytes", of(Slot::lagBytes),
        "slot-safe-bytes", of(Slot::safeBytes),
        "versions-superseded", superseded::get);
  }

  // -1: nothing is known, or there is no slot.
  private LongSupplier of(ToLongFunction<Slot> figure) {
    return () -> {
      var now = slot;
      return now == null ? -1 : figure.applyAsLong(now);
    };
  }
}

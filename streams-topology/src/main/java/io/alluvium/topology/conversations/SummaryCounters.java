package io.alluvium.topology.conversations;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what is committed. Thread-safe. */
final class SummaryCounters {
  private final LongAdder written = new LongAdder();
  private final LongAdder withdrawn = new LongAdder();
  private final Map<String, LongAdder> fallbacks = new ConcurrentHashMap<>();

  void written(Gist gist) {
    written.increment();
    gist.fallback()
        .map(why -> why.split(":", 2)[0])
        .ifPresent(why -> fallbacks.computeIfAbsent(why, any -> new LongAdder()).increment());
  }

  void withdrawn() {
    withdrawn.increment();
  }

  SummaryCounts counts() {
    var counts = new TreeMap<String, Long>();
    fallbacks.forEach((why, count) -> counts.put(why, count.sum()));
    return new SummaryCounts(written.sum(), withdrawn.sum(), counts);
  }
}

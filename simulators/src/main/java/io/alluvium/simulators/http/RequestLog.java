package io.alluvium.simulators.http;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** How many requests came, per endpoint, and which the last ones were. Thread-safe. */
public final class RequestLog {
  private static final int KEPT = 10_000;

  /**
   * One request that was answered.
   *
   * @param method HTTP method
   * @param target path and query as the client sent them
   * @param status status of the answer; 0 when a fault broke the connection instead
   * @param credential what {@code Authorization} named, without the secret; empty without one
   */
  public record Entry(String method, String target, int status, String credential) {}

  private final Map<String, LongAdder> endpoints = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Entry> entries = new ConcurrentLinkedQueue<>();
  private final LongAdder total = new LongAdder();
  private final LongAdder notModified = new LongAdder();

  /** Counts a request of the endpoint, such as {@code GET /repos/{owner}/{repo}/issues}. */
  public void count(String endpoint, Entry entry) {
    endpoints.computeIfAbsent(endpoint, any -> new LongAdder()).increment();
    total.increment();
    if (entry.status() == 304) {
      notModified.increment();
    }
    entries.add(entry);
    if (total.sum() > KEPT) {
      entries.poll();
    }
  }

  /** All requests since the last {@link #clear()}. */
  public long total() {
    return total.sum();
  }

  /** Those of them that were answered 304. */
  public long notModified() {
    return notModified.sum();
  }

  /** Requests per endpoint, sorted by name. */
  public Map<String, Long> perEndpoint() {
    var counts = new TreeMap<String, Long>();
    endpoints.forEach((endpoint, count) -> counts.put(endpoint, count.sum()));
    return counts;
  }

  /** The last 10,000 requests, oldest first. */
  public List<Entry> recent() {
    return List.copyOf(entries);
  }

  /** Begins to count anew. */
  public void clear() {
    endpoints.clear();
    entries.clear();
    total.reset();
    notModified.reset();
  }
}

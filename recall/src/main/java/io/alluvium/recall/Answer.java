package io.alluvium.recall;

import io.alluvium.sinks.search.TierHit;
import java.time.Duration;
import java.util.List;

/**
 * What is known, and how much of what there is was asked.
 *
 * @param hits one per entity, best first; newest first when the question has no text
 * @param total matching events of the parts that answered
 * @param totalIsExact false when {@code total} is a lower bound
 * @param took how long it took
 * @param parts what each tier contributed
 */
public record Answer(
    List<TierHit> hits, long total, boolean totalIsExact, Duration took, List<Part> parts) {
  public Answer {
    hits = List.copyOf(hits);
    parts = List.copyOf(parts);
  }

  /**
   * What one tier contributed.
   *
   * @param tier its name
   * @param shards shards it has
   * @param answered shards that answered
   * @param failures why the others did not
   */
  public record Part(String tier, int shards, int answered, List<String> failures) {
    public Part {
      failures = List.copyOf(failures);
    }

    boolean complete() {
      return failures.isEmpty() && answered == shards;
    }
  }

  /** Whole milliseconds it took. */
  public long tookMs() {
    return took.toMillis();
  }

  /** False when some part did not answer; {@link #parts} says which and why. */
  public boolean complete() {
    return parts.stream().allMatch(Part::complete);
  }
}

package io.alluvium.models.llm;

import java.util.Map;

/**
 * How asking went since the start.
 *
 * @param answers questions that were answered
 * @param failures questions that were not, by reason in lower case
 * @param spentToday cost since midnight, UTC
 * @param circuitOpen true while a failing server is left alone
 */
public record LlmStatus(
    long answers, Map<String, Long> failures, double spentToday, boolean circuitOpen) {
  public LlmStatus {
    failures = Map.copyOf(failures);
  }
}

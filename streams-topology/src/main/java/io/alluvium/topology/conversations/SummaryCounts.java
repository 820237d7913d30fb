package io.alluvium.topology.conversations;

import java.util.Map;

/**
 * What a worker has done since its start.
 *
 * @param written summaries
 * @param withdrawn summaries withdrawn because too few messages are left
 * @param fallbacks summaries that the configured model did not write, by the first word of why
 */
public record SummaryCounts(long written, long withdrawn, Map<String, Long> fallbacks) {
  public SummaryCounts {
    fallbacks = Map.copyOf(fallbacks);
  }
}

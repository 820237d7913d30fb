package io.alluvium.app.status;

import io.alluvium.models.llm.LlmStatus;
import io.alluvium.topology.conversations.SummaryCounts;
import java.util.Optional;

/**
 * How summaries of conversations are coming along.
 *
 * @param counts what was written since the start
 * @param llm how asking the language model went; empty without one
 */
public record SummaryStatus(SummaryCounts counts, Optional<LlmStatus> llm) {}

package io.alluvium.topology.enrich;

import static io.alluvium.topology.enrich.Texts.derive;
import static io.alluvium.topology.enrich.Texts.message;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SummaryEnrichmentTest {
  private static final String LONG =
      """
      # Retention

      Each tier reads the same log and keeps its own offsets in its own commit. The hot tier keeps
      events for seven days. The warm tier keeps events for ninety days, and the cold tier keeps
      events for ever.

      - A tier drops a day only when the next tier has proven that it holds the events of that day.
      - The proof compares a digest of the committed files of both tiers.

      We had coffee before we wrote this. If the digests differ, the sets are compared and the
      missing events are named. A late event of a day that was dropped is counted and skipped.
      ```
      tiers.hot.days=7 is what nobody should see in a summary. It is code. It is not prose at all.
      ```
      """;

  @Test
  void picksThreeSentencesInTheirOrderAndTheBestOfThem() {
    var enrichment = derive(new SummaryEnrichment(), message(LONG));
    var summary = enrichment.getSummary().orElseThrow();
    assertThat(summary.split("(?<=\\.) ")).hasSize(3);
    assertThat(summary).contains(enrichment.getGist().orElseThrow()).doesNotContain("coffee", "\n");
    assertThat(enrichment.getGist().orElseThrow()).contains("tier", "events");
    assertThat(enrichment.getModels()).containsOnlyKeys("summary", "gist");
  }

  @Test
  void readsNoCodeNoHeadingsAndNoMarks() {
    var summary = derive(new SummaryEnrichment(), message(LONG)).getSummary().orElseThrow();
    assertThat(summary).doesNotContain("tiers.hot.days", "#", "- A tier");
  }

  @Test
  void leavesAShortTextAsItIs() {
    assertThat(derive(new SummaryEnrichment(), message("It works. It is fast.")).getSummary())
        .isEmpty();
    assertThat(derive(new SummaryEnrichment(), message(null)).getGist()).isEmpty();
  }

  @Test
  void findsNoSentenceInAList() {
    assertThat(
            derive(new SummaryEnrichment(), message("- red green blue\n".repeat(100))).getSummary())
        .isEmpty();
  }

  @Test
  void saysTheSameAgain() {
    assertThat(derive(new SummaryEnrichment(), message(LONG)))
        .isEqualTo(derive(new SummaryEnrichment(), message(LONG)));
  }
}

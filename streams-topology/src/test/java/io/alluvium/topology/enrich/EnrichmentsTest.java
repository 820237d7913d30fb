package io.alluvium.topology.enrich;

import static io.alluvium.topology.enrich.Texts.derive;
import static io.alluvium.topology.enrich.Texts.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.alluvium.schemas.Enrichment;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What holds for every enrichment of the list. */
final class EnrichmentsTest {
  /** The passages of a long text take longer than the time here; another test reads one. */
  private static final List<EventEnrichment> QUICK = Enrichments.without(Set.of("passages"));

  @Test
  void namesFieldsOfTheEnrichment() {
    assertThat(Enrichments.names())
        .doesNotHaveDuplicates()
        .allMatch(name -> Enrichment.getClassSchema().getField(name) != null);
  }

  @Test
  void survivesWhatTextsAreMadeOf() {
    for (var text :
        List.of(
            "",
            "\0",
            "\0\0\0 a \0",
            "\uD83D",
            "a\uDE80",
            "\uFFFF",
            "‮abc",
            "(((((((((",
            "@",
            "<@")) {
      for (var enrichment : Enrichments.without(Set.of())) {
        assertThat(derive(enrichment, message(text)).getFailures()).isEmpty();
      }
    }
  }

  @Test
  void comesToAnEndWithHalfAMebibyteOfAnything() {
    for (var text :
        List.of(
            "x".repeat(1 << 19),
            "a.".repeat(1 << 18),
            "@a/".repeat(170_000),
            "<".repeat(1 << 19),
            "`".repeat(1 << 19),
            "1.".repeat(1 << 18),
            "https://".repeat(1 << 16),
            "It works, and it is good. ".repeat(20_000),
            "\n".repeat(1 << 19))) {
      for (var enrichment : QUICK) {
        // A second or two; what grows with the square of the length would take hours.
        assertTimeoutPreemptively(
            Duration.ofMinutes(1),
            () -> derive(enrichment, message(text)),
            () -> enrichment.field() + " of " + text.substring(0, 8));
      }
    }
  }

  @Test
  void saysTheSameAgain() {
    var text = "Thanks @jane! Version v1.2 of https://example.org/ works great on my machine.";
    for (var enrichment : Enrichments.without(Set.of())) {
      assertThat(derive(enrichment, message(text))).isEqualTo(derive(enrichment, message(text)));
    }
  }
}

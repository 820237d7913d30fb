package io.alluvium.sinks.lucene;

import static io.alluvium.sinks.TestEvent.version;
import static io.alluvium.sinks.lucene.TierBed.enriched;
import static io.alluvium.sinks.lucene.TierBed.marked;
import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.sinks.search.TierHit.SnippetOf;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WarmSnippetTest {
  private static final String LONG = "filler of no use. ".repeat(200) + "A needle lies here.";

  @TempDir Path directory;
  private TierBed bed;

  @BeforeEach
  void open() {
    bed = new TierBed(Layout.WARM, directory);
  }

  @AfterEach
  void close() {
    bed.close();
  }

  @Test
  void showsTheSummaryAndMarksTheQuestionInIt() {
    bed.given(
        enriched(
            version("file:a", 0, LONG),
            enrichment -> enrichment.setSummary("This is about parseHttpResponse and a needle.")));
    var hit = bed.first("needle parseHttpResponse");
    assertThat(hit.snippetOf()).isEqualTo(SnippetOf.SUMMARY);
    assertThat(hit.snippet().text()).isEqualTo("This is about parseHttpResponse and a needle.");
    assertThat(marked(hit.snippet())).containsExactly("parseHttpResponse", "needle");
  }

  @Test
  void findsWordsThatTheSummaryDoesNotHave() {
    bed.given(
        enriched(
            version("file:a", 0, LONG),
            enrichment -> enrichment.setSummary("About other things.")));
    var hit = bed.first("\"needle lies\"");
    assertThat(hit.snippet().text()).isEqualTo("About other things.");
    assertThat(marked(hit.snippet())).isEmpty();
  }

  @Test
  void showsTheBeginningOfALongTextWithoutASummary() {
    bed.given(version("file:a", 0, LONG));
    assertThat(bed.first("needle").snippet().text()).startsWith("filler of no use.").endsWith("…");
  }

  @Test
  void showsAShortTextWhole() {
    bed.given(version("file:a", 0, "short text with a needle"));
    assertThat(bed.first("needle").snippet().text()).isEqualTo("short text with a needle");
  }

  @Test
  void marksTheTitle() {
    bed.given(version("file:a", 0, "text").title("src/HttpParser.java"));
    assertThat(marked(bed.first("http").title())).containsExactly("Http");
  }

  @Test
  void marksTheBeginningOfAWord() {
    bed.given(version("file:a", 0, "parsers and parsing"));
    assertThat(marked(bed.first("pars*").snippet())).containsExactly("parsers", "parsing");
  }

  @Test
  void cutsALongTextBetweenCharacters() {
    bed.given(version("file:a", 0, "🚀".repeat(400)));
    assertThat(bed.first("🚀").snippet().text()).doesNotContain("\ud83d…").startsWith("🚀🚀");
  }
}

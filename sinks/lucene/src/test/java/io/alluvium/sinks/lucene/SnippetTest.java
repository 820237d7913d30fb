package io.alluvium.sinks.lucene;

import static io.alluvium.sinks.TestEvent.version;
import static io.alluvium.sinks.lucene.TierBed.marked;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnippetTest {
  @TempDir Path directory;
  private TierBed bed;

  @BeforeEach
  void open() {
    bed = new TierBed(Layout.HOT, directory);
  }

  @AfterEach
  void close() {
    bed.close();
  }

  @Test
  void marksWhatMatchedInTitleAndSnippet() {
    bed.given(version("file:r/a", 0, "x\nint parseHttp() {\n}").title("src/HttpParser.java"));
    var hit = bed.first("http");
    assertThat(marked(hit.title())).containsExactly("Http");
    assertThat(marked(hit.snippet())).containsExactly("Http");
  }

  @Test
  void marksAnIdentifierAsAWhole() {
    bed.given(version("file:r/a", 0, "call parseHttpResponse(x) and parse it"));
    assertThat(marked(bed.first("parseHttpResponse").snippet()))
        .containsExactly("parseHttpResponse");
  }

  @Test
  void snippetShowsTheStretchWithMostOfTheQuestion() {
    var text =
        "alpha here\n"
            + "filler line of no use\n".repeat(200)
            + "alpha and beta together\n"
            + "more\n".repeat(200);
    bed.given(version("file:r/a", 0, text));
    var snippet = bed.first("alpha beta").snippet();
    assertThat(snippet.text()).contains("alpha and beta together").startsWith("…").endsWith("…");
    assertThat(snippet.text().length()).isLessThanOrEqualTo(Snippets.LONGEST + 2);
    assertThat(marked(snippet)).containsExactly("alpha", "beta");
  }

  @Test
  void snippetShowsPartsWhereNothingStandsAsAsked() {
    bed.given(
        version("file:r/a", 0, "licence\n".repeat(200) + "class Lock in java.util")
            .title("java/util/Lock.java"));
    assertThat(marked(bed.first("java.util.Lock").snippet()))
        .containsExactly("Lock", "java", "util");
  }

  @Test
  void snippetMarksCountUtf16UnitsAfterEmoji() {
    bed.given(version("file:r/a", 0, "🚀🚀🚀 needle 🚀"));
    assertThat(marked(bed.first("needle").snippet())).containsExactly("needle");
  }

  @Test
  void snippetIsSafeToPrint() {
    bed.given(version("file:r/a", 0, "red \u001b[31m alert\u0007 needle"));
    var hit = bed.first("needle");
    assertThat(hit.snippet().text()).doesNotContain("\u001b", "\u0007");
    assertThat(marked(hit.snippet())).containsExactly("needle");
  }

  @Test
  void takesATextOfHalfAMegabyteInOneLine() {
    bed.given(version("file:r/a", 0, "x".repeat(40_000) + " needle " + "y,".repeat(240_000)));
    var hit = bed.first("needle");
    assertThat(marked(hit.snippet())).containsExactly("needle");
    assertThat(hit.snippet().text().length()).isLessThanOrEqualTo(Snippets.LONGEST + 2);
  }
}

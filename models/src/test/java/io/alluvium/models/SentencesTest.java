package io.alluvium.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class SentencesTest {
  @Test
  void knowsAFullStopFromAnAbbreviation() {
    assertThat(
            of("Dr. Smith merged it, e.g. the fix for Mr. Jones. The build is green again! Is it?"))
        .containsExactly(
            "Dr. Smith merged it, e.g. the fix for Mr. Jones.",
            "The build is green again!",
            "Is it?");
  }

  @Test
  void leavesVersionsAndUrlsWhole() {
    assertThat(of("Upgrade to 1.28.0 first. See https://example.org/a.b.html for details."))
        .containsExactly(
            "Upgrade to 1.28.0 first.", "See https://example.org/a.b.html for details.");
  }

  @Test
  void endsASentenceWithItsParagraphHeadingOrItem() {
    assertThat(of("# Steps to reproduce\n\n1. open the page\n2. press the button\n\nIt fails"))
        .containsExactly(
            "# Steps to reproduce", "1. open the page", "2. press the button", "It fails");
  }

  @Test
  void goesOnOverTheEndOfALine() {
    assertThat(of("The reader keeps its position\nin the index. It resumes there."))
        .containsExactly("The reader keeps its position\nin the index.", "It resumes there.");
  }

  @Test
  void findsNoneInNothing() {
    assertThat(of("")).isEmpty();
    assertThat(of(" \n\n\t ")).isEmpty();
  }

  @Test
  @Timeout(30)
  void readsHalfAMebibyteInNoTime() {
    assertThat(Sentences.of("x".repeat(1 << 19))).hasSize(1);
    assertThat(Sentences.of("\n".repeat(1 << 19))).isEmpty();
    assertThat(Sentences.of("It works. ".repeat(50_000))).hasSize(50_000);
  }

  private static List<String> of(String text) {
    return Sentences.of(text).stream().map(span -> span.of(text)).toList();
  }
}

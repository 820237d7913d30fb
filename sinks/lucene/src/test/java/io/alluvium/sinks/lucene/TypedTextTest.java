package io.alluvium.sinks.lucene;

import static io.alluvium.sinks.TestEvent.version;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TypedTextTest extends BothTiers {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"",
        "\"\"",
        "-",
        "--",
        "-\"",
        "*",
        "**",
        "a*b*",
        "(",
        "((a",
        "a AND",
        "OR",
        "NOT",
        "[a TO",
        "field:",
        ":",
        "a:b",
        "\\",
        "a\\",
        "~",
        "a~2",
        "^",
        "a^3",
        "{",
        "/re(/",
        "&&",
        "||",
        "!",
        "+",
        "\u0000",
        "\ud83d",
        "\udc00x",
        "-\"unclosed phrase",
        "\"a\"b\"",
        "***x",
        "x***",
        "-*",
        "\"*\""
      })
  void neverFailsOnWhatAPersonTypes(String question) {
    bed.given(version("file:r/a", 0, "text"));
    assertThat(bed.ask(question).failures()).isEmpty();
  }

  @Test
  void boundsWhatALongQuestionCosts() {
    var text = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      text.append("word")
          .append((char) ('a' + i % 26))
          .append(i)
          .append("Part")
          .append(i)
          .append(' ');
    }
    bed.given(version("file:r/a", 0, text.toString()));
    var questions =
        List.of(
            "oneTwoThree ".repeat(300),
            "a.b.c.d/".repeat(500),
            "x.word* ".repeat(300),
            "w* wo* wor* word* worda* wordb*",
            numbered("part.w%d*"),
            numbered("part%dWordTwoThree.wordA*"),
            numbered("oneTwo%dThree"),
            numbered("\"one two %d\""),
            "\"" + "one two ".repeat(500) + "\"",
            "-a".repeat(2_000),
            "-oneTwo ".repeat(500),
            "漢字".repeat(2_000),
            "aB1".repeat(1_300),
            text.substring(0, 4_096));
    for (var question : questions) {
      assertThat(bed.ask(question).failures()).isEmpty();
    }
  }

  private static String numbered(String word) {
    return IntStream.range(0, 100).mapToObj(word::formatted).collect(Collectors.joining(" "));
  }

  @Test
  void neverFailsOnRandomQuestions() {
    bed.given(
        version("file:r/a", 0, "foo bar FooBar foo_bar 漢字 v1.2"), version("file:r/b", 0, "x"));
    var alphabet = "foBar_-.*\"\"  12/漢字\u0301🚀()[]:~^+!&|\\é";
    var random = new Random(7);
    for (int round = 0; round < 3_000; round++) {
      var question = new StringBuilder();
      int length = random.nextInt(30);
      for (int i = 0; i < length; i++) {
        question.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat(bed.ask(question.toString()).failures()).as(question.toString()).isEmpty();
    }
  }

  @Test
  void takesAWordOfHalfAMegabyte() {
    bed.given(version("file:r/a", 0, "aB3".repeat(170_000)).title("z".repeat(40_000)));
    assertThat(bed.ask("").hits()).hasSize(1);
  }
}

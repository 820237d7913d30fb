package io.alluvium.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.app.cli.Highlighted.Mark;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HighlightedTest {
  @Test
  void breaksLinesAtSpacesAndKeepsMarksInPlace() {
    var lines = Highlighted.of("one two three four", List.of(new Mark(4, 7))).lines(8);
    assertThat(lines).extracting(Highlighted::text).containsExactly("one two", "three", "four");
    assertThat(lines.getFirst().marks()).containsExactly(new Mark(4, 7));
    assertThat(lines.get(1).marks()).isEmpty();
  }

  @Test
  void splitsAMarkThatGoesOverTwoLines() {
    var lines = Highlighted.of("one two", List.of(new Mark(0, 7))).lines(4);
    assertThat(lines)
        .flatExtracting(Highlighted::marks)
        .containsExactly(new Mark(0, 3), new Mark(0, 3));
  }

  @Test
  void breaksAWordThatIsLongerThanTheLineButNoSurrogatePair() {
    var lines = Highlighted.of("abc\uD83D\uDE00def", List.of()).lines(4);
    assertThat(lines).extracting(Highlighted::text).containsExactly("abc", "\uD83D\uDE00de", "f");
  }

  @Test
  void disarmsControlCharacters() {
    var text = Highlighted.of("a\u001b[31mb\nc\u202Ed", List.of(new Mark(6, 7)));
    assertThat(text.text()).isEqualTo("a [31mb c d");
    assertThat(text.render(Screen.coloured().terminal(), null)).contains("\u001b[1;33mb\u001b[0m");
  }

  @Test
  void writesOneSpaceForAnyWhiteSpace() {
    var text = Highlighted.of("try {\n\t  open();\n}", List.of(new Mark(9, 13)));
    assertThat(text.text()).isEqualTo("try { open(); }");
    assertThat(text.marks()).containsExactly(new Mark(6, 10));
  }

  @Test
  void dropsMarksThatLieOutside() {
    var text =
        Highlighted.of(
            "abc", List.of(new Mark(2, 9), new Mark(-1, 1), new Mark(1, 2), new Mark(0, 2)));
    assertThat(text.marks()).containsExactly(new Mark(1, 2));
  }

  @Test
  void rendersPlainTextWithoutColour() {
    var text = Highlighted.of("abc def", List.of(new Mark(0, 3)));
    assertThat(text.render(Screen.plain().terminal(), Style.BOLD)).isEqualTo("abc def");
  }
}

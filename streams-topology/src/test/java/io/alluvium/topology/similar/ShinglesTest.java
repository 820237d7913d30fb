package io.alluvium.topology.similar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A text as the set of three words in a row. */
final class ShinglesTest {
  @Test
  void areThreeWordsInARowEachOnce() {
    assertThat(Shingles.of("one two three four")).hasSize(2);
    assertThat(Shingles.of("one two three one two three")).hasSize(3);
    assertThat(Shingles.of("one two")).isEmpty();
    assertThat(Shingles.of("")).isEmpty();
  }

  @Test
  void doNotCountCaseSpacesAndMarks() {
    assertThat(Shingles.of("The end, of IT\n\nall!"))
        .containsExactly(Shingles.of("the  END of\u00A0it\0all"));
  }

  @Test
  void tellWordsInAnotherOrderApart() {
    assertThat(Shingles.of("one two three")).isNotEqualTo(Shingles.of("three two one"));
    assertThat(Shingles.of("ab c d")).isNotEqualTo(Shingles.of("a bc d"));
  }

  @Test
  void takeCharactersForWordsWhereAScriptHasNoSpaces() {
    assertThat(Shingles.of("东京都很大")).hasSize(3);
    assertThat(Shingles.of("ภาษาไทย")).hasSizeGreaterThan(3);
    assertThat(Shingles.of("हिन्दी में एक")).hasSize(1);
    assertThat(Shingles.of("日本 日本")).hasSize(2);
  }

  @Test
  void areBoundedForLongTexts() {
    var text = IntStream.range(0, 300_000).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
    assertThat(Shingles.of(text)).hasSize(Shingles.MOST);
  }
}

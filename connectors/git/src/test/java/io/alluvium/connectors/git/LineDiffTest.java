package io.alluvium.connectors.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LineDiffTest {
  private final LineDiff diff = new LineDiff();

  @Test
  void countsFewestLinesThatDiffer() {
    var random = new Random(11);
    for (int round = 0; round < 5_000; round++) {
      var before = text(random);
      var after = random.nextBoolean() ? text(random) : edited(before, random);
      int common = commonSubsequence(lines(before), lines(after));
      assertThat(count(before, after))
          .as("%s -> %s", before, after)
          .isEqualTo(
              LineCount.counted(lines(after).size() - common, lines(before).size() - common));
    }
  }

  @Test
  void tellsUnfinishedLastLineFromFinishedOne() {
    assertThat(count("a\nb", "a\nb\n")).isEqualTo(LineCount.counted(1, 1));
    assertThat(count("", "a")).isEqualTo(LineCount.counted(1, 0));
    assertThat(count("a\r\nb\r\n", "a\nb\n")).isEqualTo(LineCount.counted(2, 2));
  }

  @Test
  void countsAllLinesWhereNothingIsCommon() {
    assertThat(count(numbered("a", 20_000), numbered("b", 10_000)))
        .isEqualTo(LineCount.counted(10_000, 20_000));
  }

  @Test
  void boundsCountWhereTooMuchDiffers() {
    var lines = new ArrayList<>(lines(numbered("x", 20_000)));
    var before = String.join("", lines);
    Collections.shuffle(lines, new Random(3));
    var count = count(before, String.join("", lines));
    assertThat(count.added()).isEqualTo(count.deleted()).isBetween(19_000, 20_000);
  }

  private LineCount count(String before, String after) {
    return diff.count(before.getBytes(UTF_8), after.getBytes(UTF_8));
  }

  private static String numbered(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i + "\n").collect(Collectors.joining());
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    int distinct = 1 + random.nextInt(12);
    for (int lines = random.nextInt(25); lines > 0; lines--) {
      text.append("line ".repeat(random.nextInt(distinct))).append('\n');
    }
    return random.nextInt(4) == 0 ? text + "end" : text.toString();
  }

  private static String edited(String text, Random random) {
    var lines = new ArrayList<>(lines(text));
    for (int edits = random.nextInt(4); edits > 0 && !lines.isEmpty(); edits--) {
      int at = random.nextInt(lines.size());
      if (random.nextBoolean()) {
        lines.remove(at);
      } else {
        lines.add(at, "new " + random.nextInt(3) + "\n");
      }
    }
    return String.join("", lines);
  }

  private static List<String> lines(String text) {
    return Pattern.compile("(?<=\n)").splitAsStream(text).filter(line -> !line.isEmpty()).toList();
  }

  /** The textbook's table, slow and plain. */
  private static int commonSubsequence(List<String> before, List<String> after) {
    int[][] best = new int[before.size() + 1][after.size() + 1];
    for (int i = 1; i <= before.size(); i++) {
      for (int j = 1; j <= after.size(); j++) {
        best[i][j] =
            before.get(i - 1).equals(after.get(j - 1))
                ? best[i - 1][j - 1] + 1
                : Math.max(best[i - 1][j], best[i][j - 1]);
      }
    }
    return best[before.size()][after.size()];
  }
}

package io.alluvium.connectors.git;

import java.util.Arrays;
import org.eclipse.jgit.diff.HistogramDiff;

/**
 * Counts the lines by which two texts differ: the fewest possible, as {@code git diff --minimal
 * --numstat} does. Not thread-safe.
 *
 * <p>Texts that differ in very many lines would take too long; for them the count is that of a
 * histogram diff, which may be larger.
 */
final class LineDiff {
  /** Differing lines up to which the fewest are found; time grows with their square. */
  private static final int MAX_DISTANCE = 3_000;

  /** Strides in which the common end is looked for. */
  private static final int STRIDE = 256;

  private final LineTable table = new LineTable();
  private final HistogramDiff histogram = new HistogramDiff();

  LineDiff() {
    // Where lines repeat too often, a range counts as replaced: anything else has no bound in time.
    histogram.setFallbackAlgorithm(null);
  }

  LineCount count(byte[] before, byte[] after) {
    int start = commonLines(before, after);
    int end = commonEnd(before, after, start);
    int beforeEnd = before.length - end;
    int afterEnd = after.length - end;
    if (start == beforeEnd || start == afterEnd) {
      return LineCount.counted(lines(after, start, afterEnd), lines(before, start, beforeEnd));
    }
    table.clear();
    int[] oldLines = table.number(before, start, beforeEnd);
    int oldDistinct = table.distinct();
    int[] newLines = table.number(after, start, afterEnd);
    int[] oldShared = sharedWith(newLines, oldLines);
    // Numbers from oldDistinct on are lines that only the new text has.
    int[] newShared = Arrays.stream(newLines).filter(line -> line < oldDistinct).toArray();
    int common = commonSubsequence(oldShared, newShared);
    return LineCount.counted(newLines.length - common, oldLines.length - common);
  }

  /** The lines of {@code lines} that {@code others} has too. */
  private int[] sharedWith(int[] others, int[] lines) {
    var present = new boolean[table.distinct()];
    for (int line : others) {
      present[line] = true;
    }
    return Arrays.stream(lines).filter(line -> present[line]).toArray();
  }

  private int commonSubsequence(int[] before, int[] after) {
    int distance = distance(before, after);
    if (distance >= 0) {
      return (before.length + after.length - distance) / 2;
    }
    int common = before.length;
    for (var edit :
        histogram.diff(LineNumbers.COMPARATOR, new LineNumbers(before), new LineNumbers(after))) {
      common -= edit.getLengthA();
    }
    return common;
  }

  /**
   * Fewest insertions and deletions from one sequence to the other, -1 where they are too many: the
   * greedy algorithm of Myers, "An O(ND) Difference Algorithm", which knows for every diagonal how
   * far it is reached with that many edits.
   */
  private static int distance(int[] before, int[] after) {
    int limit = Math.min(MAX_DISTANCE, before.length + after.length);
    int[] reached = new int[2 * limit + 3];
    Arrays.fill(reached, -1);
    int middle = limit + 1;
    reached[middle + 1] = 0;
    for (int edits = 0; edits <= limit; edits++) {
      int last = within(edits, before.length);
      for (int diagonal = -within(edits, after.length); diagonal <= last; diagonal += 2) {
        int at = middle + diagonal;
        int x = Math.max(reached[at - 1] + 1, reached[at + 1]);
        int y = x - diagonal;
        while (x < before.length && y < after.length && before[x] == after[y]) {
          x++;
          y++;
        }
        reached[at] = x;
        if (x >= before.length && y >= after.length) {
          return edits;
        }
      }
    }
    return -1;
  }

  /** The largest number up to both that is even or odd as {@code edits} is. */
  private static int within(int edits, int length) {
    return edits <= length ? edits : length - ((edits ^ length) & 1);
  }

  /** Lines in a range, an unfinished last one included. */
  private static int lines(byte[] text, int start, int end) {
    int lines = 0;
    for (int at = start; at < end; at = LineTable.nextLine(text, at, end)) {
      lines++;
    }
    return lines;
  }

  /** Length of the beginning, in whole lines, that both texts share. */
  private static int commonLines(byte[] before, byte[] after) {
    int common = Arrays.mismatch(before, after);
    while (common > 0 && before[common - 1] != '\n') {
      common--;
    }
    return Math.max(common, 0);
  }

  /** Length of the end, in whole lines on both sides, that both texts share after the start. */
  private static int commonEnd(byte[] before, byte[] after, int start) {
    int limit = Math.min(before.length, after.length) - start;
    int common = 0;
    while (common + STRIDE <= limit && equalEnds(before, after, common)) {
      common += STRIDE;
    }
    while (common < limit
        && before[before.length - common - 1] == after[after.length - common - 1]) {
      common++;
    }
    while (common > 0
        && !(isLineStart(before, before.length - common, start)
            && isLineStart(after, after.length - common, start))) {
      common--;
    }
    return common;
  }

  private static boolean equalEnds(byte[] before, byte[] after, int skipped) {
    int beforeEnd = before.length - skipped;
    int afterEnd = after.length - skipped;
    return Arrays.equals(before, beforeEnd - STRIDE, beforeEnd, after, afterEnd - STRIDE, afterEnd);
  }

  private static boolean isLineStart(byte[] text, int at, int start) {
    return at == start || text[at - 1] == '\n';
  }
}

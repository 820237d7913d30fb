package io.alluvium.connectors.git;

import java.util.Arrays;
import org.eclipse.jgit.diff.DiffAlgorithm;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.MyersDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.diff.Sequence;
import org.eclipse.jgit.diff.SequenceComparator;

/**
 * Counts the lines by which two texts differ: histogram diff on what is left after the common
 * beginning and end, which is nothing on one side for most changes. Not thread-safe.
 */
final class LineDiff {
  /** Strides in which the common end is looked for. */
  private static final int STRIDE = 256;

  private final HistogramDiff histogram = new HistogramDiff();

  LineDiff() {
    histogram.setFallbackAlgorithm(new BoundedMyers());
  }

  LineCount count(byte[] before, byte[] after) {
    int start = commonLines(before, after);
    int end = commonEnd(before, after, start);
    int beforeEnd = before.length - end;
    int afterEnd = after.length - end;
    if (start == beforeEnd || start == afterEnd) {
      return LineCount.counted(lines(after, start, afterEnd), lines(before, start, beforeEnd));
    }
    int added = 0;
    int deleted = 0;
    var oldText = new RawText(Arrays.copyOfRange(before, start, beforeEnd));
    var newText = new RawText(Arrays.copyOfRange(after, start, afterEnd));
    for (var edit : histogram.diff(RawTextComparator.DEFAULT, oldText, newText)) {
      added += edit.getLengthB();
      deleted += edit.getLengthA();
    }
    return LineCount.counted(added, deleted);
  }

  /** Lines in a range, an unfinished last one included. */
  static int lines(byte[] text, int start, int end) {
    int lines = 0;
    for (int i = start; i < end; i++) {
      if (text[i] == '\n') {
        lines++;
      }
    }
    return end > start && text[end - 1] != '\n' ? lines + 1 : lines;
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
    while (common + STRIDE <= limit && equalEnds(before, after, common, STRIDE)) {
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

  private static boolean equalEnds(byte[] before, byte[] after, int skipped, int length) {
    int beforeEnd = before.length - skipped;
    int afterEnd = after.length - skipped;
    return Arrays.equals(before, beforeEnd - length, beforeEnd, after, afterEnd - length, afterEnd);
  }

  private static boolean isLineStart(byte[] text, int at, int start) {
    return at == start || text[at - 1] == '\n';
  }

  /**
   * Myers where histogram diff gives up on lines that repeat too often. On long ones it would take
   * time without bound, so there the whole range counts as replaced.
   */
  private static final class BoundedMyers extends DiffAlgorithm {
    private static final int MAX_LINES = 4_000;

    @Override
    public <S extends Sequence> EditList diffNonCommon(
        SequenceComparator<? super S> comparator, S before, S after) {
      if (before.size() + after.size() > MAX_LINES) {
        return EditList.singleton(new Edit(0, before.size(), 0, after.size()));
      }
      return MyersDiff.INSTANCE.diffNonCommon(comparator, before, after);
    }
  }
}

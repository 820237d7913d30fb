package io.alluvium.connectors.git;

import org.eclipse.jgit.diff.Sequence;
import org.eclipse.jgit.diff.SequenceComparator;

/** Numbered lines in the form JGit's diff takes. */
final class LineNumbers extends Sequence {
  static final SequenceComparator<LineNumbers> COMPARATOR =
      new SequenceComparator<>() {
        @Override
        public boolean equals(LineNumbers a, int inA, LineNumbers b, int inB) {
          return a.numbers[inA] == b.numbers[inB];
        }

        @Override
        public int hash(LineNumbers lines, int at) {
          return lines.numbers[at];
        }
      };

  private final int[] numbers;

  LineNumbers(int[] numbers) {
    this.numbers = numbers;
  }

  @Override
  public int size() {
    return numbers.length;
  }
}

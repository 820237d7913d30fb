package io.alluvium.models;

import java.util.Arrays;

/** The tokens of a text, in order: what each is in the vocabulary, and where it stands. */
public final class Tokens {
  private int[] ids = new int[64];
  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private int count;

  Tokens() {}

  void add(int id, int start, int end) {
    if (count == ids.length) {
      ids = Arrays.copyOf(ids, 2 * count);
      starts = Arrays.copyOf(starts, 2 * count);
      ends = Arrays.copyOf(ends, 2 * count);
    }
    ids[count] = id;
    starts[count] = start;
    ends[count] = end;
    count++;
  }

  void cutTo(int size) {
    count = Math.min(count, size);
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /** Number of a token in the vocabulary. */
  public int id(int index) {
    return ids[index];
  }

  /** Where a token begins in the text, in UTF-16 units. */
  public int start(int index) {
    return starts[index];
  }

  /** Where a token ends in the text, in UTF-16 units. */
  public int end(int index) {
    return ends[index];
  }
}

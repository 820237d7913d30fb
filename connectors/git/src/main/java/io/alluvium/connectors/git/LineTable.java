package io.alluvium.connectors.git;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Numbers the distinct lines of two texts, so that comparing lines is comparing numbers. Reused
 * from one pair of texts to the next, because it is the inner loop of reading a history. Not
 * thread-safe.
 */
final class LineTable {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long LINE_FEEDS = ONES * '\n';
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private int[] slots = new int[1 << 10];
  private long[] hashes = new long[256];
  private byte[][] texts = new byte[256][];
  private int[] starts = new int[256];
  private int[] ends = new int[256];
  private int distinct;

  /** Forgets all lines. */
  void clear() {
    Arrays.fill(slots, 0);
    Arrays.fill(texts, 0, distinct, null);
    distinct = 0;
  }

  /** Number of distinct lines so far; their numbers are the ones below it. */
  int distinct() {
    return distinct;
  }

  /**
   * Numbers the lines of a range; an unfinished last line differs from the same line with its end.
   *
   * @return one number per line, equal for equal lines
   */
  int[] number(byte[] text, int start, int end) {
    int[] numbers = new int[Math.max(16, (end - start) >>> 4)];
    int count = 0;
    int at = start;
    while (at < end) {
      int next = nextLine(text, at, end);
      if (count == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * count);
      }
      numbers[count++] = number(text, at, next, hash(text, at, next));
      at = next;
    }
    return Arrays.copyOf(numbers, count);
  }

  /** Where the line after {@code from} begins: behind the next line feed, at most {@code end}. */
  static int nextLine(byte[] text, int from, int end) {
    int at = from;
    while (at + Long.BYTES <= end) {
      long differs = (long) LONGS.get(text, at) ^ LINE_FEEDS;
      long zeros = (differs - ONES) & ~differs & HIGHS;
      if (zeros != 0) {
        return at + (Long.numberOfTrailingZeros(zeros) >>> 3) + 1;
      }
      at += Long.BYTES;
    }
    while (at < end) {
      if (text[at++] == '\n') {
        return at;
      }
    }
    return end;
  }

  private static long hash(byte[] text, int start, int end) {
    long hash = end - start;
    int at = start;
    while (at + Long.BYTES <= end) {
      hash = mix(hash, (long) LONGS.get(text, at));
      at += Long.BYTES;
    }
    long rest = 0;
    while (at < end) {
      rest = (rest << Byte.SIZE) | (text[at++] & 0xFF);
    }
    return mix(hash, rest);
  }

  private static long mix(long hash, long value) {
    long mixed = (hash ^ value) * MULTIPLIER;
    return mixed ^ (mixed >>> 32);
  }

  private int number(byte[] text, int start, int end, long hash) {
    int mask = slots.length - 1;
    int slot = (int) hash & mask;
    while (slots[slot] != 0) {
      int known = slots[slot] - 1;
      if (hashes[known] == hash
          && Arrays.equals(texts[known], starts[known], ends[known], text, start, end)) {
        return known;
      }
      slot = (slot + 1) & mask;
    }
    slots[slot] = distinct + 1;
    keep(text, start, end, hash);
    return distinct - 1;
  }

  private void keep(byte[] text, int start, int end, long hash) {
    if (distinct == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * distinct);
      texts = Arrays.copyOf(texts, 2 * distinct);
      starts = Arrays.copyOf(starts, 2 * distinct);
      ends = Arrays.copyOf(ends, 2 * distinct);
    }
    hashes[distinct] = hash;
    texts[distinct] = text;
    starts[distinct] = start;
    ends[distinct] = end;
    distinct++;
    if (2 * distinct > slots.length) {
      grow();
    }
  }

  private void grow() {
    slots = new int[4 * slots.length];
    int mask = slots.length - 1;
    for (int line = 0; line < distinct; line++) {
      int slot = (int) hashes[line] & mask;
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = line + 1;
    }
  }
}

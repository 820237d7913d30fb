package io.alluvium.simulators.slack;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Messages that are computed when somebody asks for them, so that a million costs nothing to have.
 * They lie at equal distances. Of ten in a row the first begins a thread, the next three answer it,
 * the other six stand alone.
 *
 * @param seed makes the words
 * @param size number of messages, replies included
 * @param start ts of the first, in microseconds
 * @param step microseconds between two
 * @param users number of users they are from
 */
record GeneratedHistory(long seed, long size, long start, long step, int users) {
  private static final int GROUP = 10;
  private static final int REPLIES = 3;
  private static final int TOP = GROUP - REPLIES;
  private static final String[] WORDS = {
    "deploy", "gauge", "river", "failed", "again", "before", "lunch", "rollback", "build", "green",
    "latency", "queue", "the", "release", "notes", "please", "review", "branch", "merged", "why"
  };

  static GeneratedHistory none() {
    return new GeneratedHistory(0, 0, 0, 1, 1);
  }

  /** Number of messages that answer none. */
  long topLevel() {
    long rest = size % GROUP;
    return size / GROUP * TOP + (rest == 0 ? 0 : Math.max(1, rest - REPLIES));
  }

  /** The message at a place among those that answer none, oldest first. */
  SlackMessage top(long index) {
    return at(slot(index));
  }

  /** The ts of that message. */
  long topTs(long index) {
    return start + slot(index) * step;
  }

  private static long slot(long index) {
    long place = index % TOP;
    return index / TOP * GROUP + (place == 0 ? 0 : place + REPLIES);
  }

  /** How many of those that answer none are older than a ts. */
  long topBefore(long ts) {
    long low = 0;
    long high = topLevel();
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (topTs(middle) < ts) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  Optional<SlackMessage> find(long ts) {
    long slot = (ts - start) / step;
    boolean exists = ts >= start && slot < size && start + slot * step == ts;
    return exists ? Optional.of(at(slot)) : Optional.empty();
  }

  /** Replies to a parent, oldest first; empty if it has none. */
  List<SlackMessage> replies(long parent) {
    long slot = (parent - start) / step;
    var replies = new ArrayList<SlackMessage>();
    if (find(parent).isPresent() && slot % GROUP == 0) {
      for (long i = slot + 1; i <= slot + REPLIES && i < size; i++) {
        replies.add(at(i));
      }
    }
    return replies;
  }

  SlackMessage at(long slot) {
    long place = slot % GROUP;
    long thread = place >= 1 && place <= REPLIES ? start + (slot - place) * step : 0;
    long mixed = (slot + 1) * 0x9E3779B97F4A7C15L + seed;
    var text = new StringBuilder("#").append(slot);
    for (int i = 0; i < 8; i++) {
      mixed ^= mixed >>> 29;
      mixed *= 0xBF58476D1CE4E5B9L;
      text.append(' ').append(WORDS[(int) Math.floorMod(mixed, (long) WORDS.length)]);
    }
    return SlackMessage.plain(
        start + slot * step, thread, SimulatedWorkspace.userId(slot % users), text.toString());
  }
}

package io.alluvium.connectors.git;

import io.alluvium.connectors.Position;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Position in the way from one set of ref tips to the next: first the commits that were dropped,
 * then the new ones, newest first.
 *
 * @param tips commits the refs point to, sorted, joined by commas: where the way leads
 * @param exclude tips whose commits are published already
 * @param before tips to compare with to find what was dropped; differs from {@code exclude} after a
 *     reset only
 * @param dropped dropped commits returned so far; {@link #ALL_DROPPED} after the last
 * @param done new commits returned so far
 * @param last the last of them; empty if there is none
 */
public record CommitPosition(
    String tips, String exclude, String before, int dropped, int done, String last)
    implements Position {
  /** All dropped commits were returned; their objects may be gone by now. */
  static final int ALL_DROPPED = Integer.MAX_VALUE;

  private static final String TIPS = "tips";
  private static final String EXCLUDE = "exclude";
  private static final String BEFORE = "before";
  private static final String DROPPED = "dropped";
  private static final String DONE = "done";
  private static final String LAST = "last";

  /** Where nothing is published yet. */
  static CommitPosition begin(String before) {
    return new CommitPosition("", "", before, 0, 0, "");
  }

  static CommitPosition of(Map<String, String> offset) {
    return new CommitPosition(
        offset.getOrDefault(TIPS, ""),
        offset.getOrDefault(EXCLUDE, ""),
        offset.getOrDefault(BEFORE, ""),
        Integer.parseInt(offset.getOrDefault(DROPPED, "0")),
        Integer.parseInt(offset.getOrDefault(DONE, "0")),
        offset.getOrDefault(LAST, ""));
  }

  @Override
  public Map<String, String> toOffset() {
    return Map.of(
        TIPS, tips,
        EXCLUDE, exclude,
        BEFORE, before,
        DROPPED, Integer.toString(dropped),
        DONE, Integer.toString(done),
        LAST, last);
  }

  /** The way from here, where this one has been gone to its end, to new tips. */
  CommitPosition towards(String newTips) {
    boolean first = tips.isEmpty();
    return new CommitPosition(newTips, tips, first ? before : tips, 0, 0, "");
  }

  /** After one more dropped commit. */
  CommitPosition afterDropped(boolean isLast) {
    int count = isLast ? ALL_DROPPED : dropped + 1;
    return new CommitPosition(tips, exclude, before, count, done, last);
  }

  /** Whether all dropped commits were returned. */
  boolean isPastDropped() {
    return dropped == ALL_DROPPED || done > 0;
  }

  CommitPosition after(String sha) {
    return new CommitPosition(tips, exclude, before, dropped, done + 1, sha);
  }

  static String join(Collection<String> shas) {
    return String.join(",", new TreeSet<>(shas));
  }

  static List<String> split(String joined) {
    return joined.isEmpty() ? List.of() : List.of(joined.split(","));
  }
}

package io.alluvium.connectors.files;

import io.alluvium.connectors.Backfill;
import io.alluvium.connectors.Reading;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is left to do. What was hinted at goes before what a listing of everything showed, so that a
 * file saved during a long first reading need not wait for its end.
 */
final class WorkQueue {
  private final Deque<Work> urgent = new ArrayDeque<>();
  private final Deque<Work> listed = new ArrayDeque<>();

  /** Files that were being written; a stretch does not end before they have been read. */
  private final Set<String> awaited = new HashSet<>();

  private volatile Backfill backfill = Backfill.UNKNOWN;

  void addUrgent(Work work) {
    urgent.add(work);
  }

  void addListed(Work work) {
    listed.add(work);
  }

  /**
   * Adds what a listing of everything showed.
   *
   * @param known number of files known already
   */
  void addListed(Collection<Work> work, int known) {
    listed.addAll(work);
    if (backfill.total() < 0) {
      backfill = new Backfill(known, (long) known + work.size());
    }
  }

  /** Whether everything that a listing of everything showed has been worked off. */
  boolean isListingDone() {
    return listed.isEmpty();
  }

  /** Whether {@link #next} would return something. */
  boolean hasNext() {
    return !urgent.isEmpty() || (!listed.isEmpty() && !isEndTooEarly());
  }

  /**
   * The next thing to do; null if there is nothing right now.
   *
   * @param told paths that the page tells of already. A second word on one of them has to wait for
   *     the next page: until then, what is known of it is not what was told.
   */
  @Nullable Work next(Set<String> told) {
    var from = urgent.isEmpty() ? listed : urgent;
    if (from == listed && isEndTooEarly()) {
      return null;
    }
    return from.peek() instanceof Work.Look look && told.contains(look.path()) ? null : from.poll();
  }

  private boolean isEndTooEarly() {
    return !awaited.isEmpty()
        && listed.peek() instanceof Work.Say say
        && say.reading() instanceof Reading.StretchEnd;
  }

  /** Holds back the end of the stretch until a path is {@link #settled}. */
  void await(String path) {
    awaited.add(path);
  }

  void settled(String path) {
    awaited.remove(path);
  }

  void clear() {
    urgent.clear();
    listed.clear();
    awaited.clear();
  }

  /** Counts what has been done of the first listing. */
  void count() {
    long total = backfill.total();
    if (total >= 0 && backfill.done() < total) {
      backfill = new Backfill(Math.max(backfill.done(), total - listed.size()), total);
    }
  }

  /** How far the first reading has come. Called by any thread. */
  Backfill backfill() {
    return backfill;
  }
}

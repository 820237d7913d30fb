package io.alluvium.connectors.github;

import io.alluvium.connectors.AbsenceRule;
import io.alluvium.connectors.KnownEntities;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Complete listings of one stream, which find out what is gone. One that fails half-way is begun
 * again and deletes nothing; what it does not show is looked at by itself before it counts as gone.
 */
final class Listing {
  private final Things.Listed listed;
  private final KnownEntities known;
  private final Duration interval;
  private final AbsenceRule rule;
  private Instant due;
  private @Nullable Walk walk;
  private StreamPosition at = StreamPosition.begin(Instant.EPOCH, false, false, "");
  private Set<String> expected = Set.of();
  private int knownAtBegin;

  /**
   * @param intervals how often, and when to confirm
   * @param last when everything was listed last; empty = never
   */
  Listing(Things.Listed listed, KnownEntities known, Intervals intervals, String last) {
    this.listed = listed;
    this.known = known;
    this.interval = intervals.listing();
    this.rule = new AbsenceRule(intervals.confirm());
    this.due = last.isEmpty() ? Instant.EPOCH : Instant.parse(last).plus(interval);
  }

  Things.Listed how() {
    return listed;
  }

  /** Whether there is a page to ask for now. */
  boolean isDue(Instant now) {
    return walk != null || !now.isBefore(due);
  }

  /** The walk, from its beginning if none is under way. */
  Walk walk() {
    var current = walk;
    if (current == null) {
      current = listed.walk().get();
      walk = current;
      at = StreamPosition.begin(Instant.EPOCH, false, false, "");
      // Only what was known before the listing began can be missed by it.
      expected = new HashSet<>(known.idsUnder(""));
      expected.removeIf(id -> !isListed(id));
      knownAtBegin = expected.size();
    }
    return current;
  }

  // What belongs to a thing is not listed by itself and goes with it.
  private boolean isListed(String id) {
    return listed.isWhole() || id.indexOf('/') < 0;
  }

  StreamPosition at() {
    return at;
  }

  /** When GitHub answered the first page; empty before. */
  boolean isBegun() {
    return at.isUnderWay();
  }

  void begin(Instant asOf) {
    at = at.begun(asOf);
  }

  void saw(String id) {
    expected.remove(id);
  }

  void goOn(StreamPosition next) {
    at = next;
  }

  /** Ends the walk after its last page: what to look at, and whether to list again soon. */
  AbsenceRule.Verdict end(Instant now) {
    var verdict = rule.judge(expected, knownAtBegin, now);
    due = now.plus(verdict.listAgain() ? rule.confirmAfter() : interval);
    abandon();
    return verdict;
  }

  /** Begins anew at the next call: what was seen so far proves nothing. */
  void abandon() {
    walk = null;
    expected = Set.of();
  }

  /** Makes it due at once. */
  void hasten() {
    due = Instant.EPOCH;
  }

  /** Counts everything as listed now. */
  void skip(Instant now) {
    due = now.plus(interval);
  }
}

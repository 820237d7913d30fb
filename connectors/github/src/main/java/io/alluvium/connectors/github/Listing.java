package io.alluvium.connectors.github;

import io.alluvium.connectors.AbsenceRule;
import io.alluvium.connectors.KnownEntities;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Complete listings of one stream, which find out what is gone. Nothing is before the last page has
 * been seen; what is missing then is looked at by itself before it counts as gone.
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

  /**
   * Asks for the next page.
   *
   * @param queue takes what the listing shows and is not known, and what is to be looked at
   * @return when the listing began, if this was its last page and nothing is left to confirm
   */
  Optional<Instant> ask(Pages pages, Stream stream, WorkQueue queue) throws IOException {
    var current = begun();
    var answer = pages.ask(current.page(at), !at.next().isEmpty(), false);
    if (answer instanceof Pages.Answer.Page page) {
      at = at.isUnderWay() ? at : at.begun(page.date());
      var step = current.after(at, stream.see(page, this, known, queue));
      at = step.at();
      return step.ended() ? end(step.complete(), queue) : Optional.empty();
    }
    if (answer instanceof Pages.Answer.Nothing) {
      // Switched off is not deleted.
      abandon();
      skip(Instant.now());
    } else {
      at = current.refused(at).at();
    }
    return Optional.empty();
  }

  private Walk begun() {
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

  void saw(String id) {
    expected.remove(id);
  }

  private Optional<Instant> end(boolean complete, WorkQueue queue) {
    var began = Instant.parse(at.asOf());
    var missed = expected;
    abandon();
    if (!complete) {
      return Optional.empty();
    }
    var now = Instant.now();
    var verdict = rule.judge(missed, knownAtBegin, now);
    verdict.deleted().stream().sorted().forEach(id -> queue.add(new Work.Look(id)));
    due = now.plus(verdict.listAgain() ? rule.confirmAfter() : interval);
    return verdict.listAgain() ? Optional.empty() : Optional.of(began);
  }

  // What was seen so far proves nothing any more.
  private void abandon() {
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

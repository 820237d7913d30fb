package io.alluvium.connectors.git;

import io.alluvium.connectors.Reading;
import io.alluvium.schemas.FailureReason;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The way from one set of tips to the next: what was dropped, and a walk over what is new. */
final class CommitStretch implements AutoCloseable {
  private static final String SUBJECT = "history";

  private final List<String> dropped;
  private final @Nullable String lostHistory;
  private final CommitWalk walk;

  private CommitStretch(List<String> dropped, @Nullable String lostHistory, CommitWalk walk) {
    this.dropped = dropped;
    this.lostHistory = lostHistory;
    this.walk = walk;
  }

  /** Opens the way a position lies on, at that position. */
  static CommitStretch open(GitRepository repository, CommitPosition at) {
    var tips = CommitPosition.split(at.tips());
    List<String> dropped = List.of();
    String lost = null;
    try {
      if (!at.isPastDropped()) {
        dropped = repository.dropped(CommitPosition.split(at.before()), tips);
      }
    } catch (MissingHistoryException e) {
      lost = e.getMessage();
      dropped = goneTips(repository, at);
    }
    var walk = repository.walk(tips, CommitPosition.split(at.exclude()));
    if (at.done() > 0) {
      walk.resumeAfter(at.done(), at.last());
    }
    return new CommitStretch(dropped, lost, walk);
  }

  // No ref can lead to a commit that is not there: these at least are known to be dropped.
  private static List<String> goneTips(GitRepository repository, CommitPosition at) {
    try (var walk = repository.walk(List.of(), CommitPosition.split(at.before()))) {
      return walk.missingExcludes();
    }
  }

  /** Says that dropped commits cannot be listed. */
  static Reading<CommitPosition> lost(String why) {
    return new Reading.Failed<>(
        SUBJECT,
        FailureReason.HISTORY_LOST,
        "Commits that were dropped cannot be listed, so they may still be found: " + why);
  }

  /** Why dropped commits cannot be listed; empty if they can. */
  Optional<String> lostHistory() {
    return Optional.ofNullable(lostHistory);
  }

  /** The dropped commit of a number, if there are so many. */
  Optional<String> dropped(int number) {
    return number < dropped.size() ? Optional.of(dropped.get(number)) : Optional.empty();
  }

  boolean isLastDropped(int number) {
    return number == dropped.size() - 1;
  }

  Optional<CommitOutcome> next() {
    return walk.next();
  }

  int position() {
    return walk.position();
  }

  int size() {
    return walk.size();
  }

  @Override
  public void close() {
    walk.close();
  }
}

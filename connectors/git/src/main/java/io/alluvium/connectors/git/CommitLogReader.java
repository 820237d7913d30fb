package io.alluvium.connectors.git;

import io.alluvium.connectors.Backfill;
import io.alluvium.connectors.Page;
import io.alluvium.connectors.ReaderContext;
import io.alluvium.connectors.Reading;
import io.alluvium.connectors.SourceReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the commits of a repository: all that any branch, tag or remote branch leads to, newest
 * first; then, whenever refs move, what is new and what no ref leads to any more. The refs
 * themselves, where they are wanted, come before the commits that they lead to.
 *
 * <p>Where there is no repository it looks for one now and then, so that {@code git init} needs no
 * restart.
 */
public final class CommitLogReader implements SourceReader<CommitPosition> {
  /** Its axis: the set of refs. */
  public static final String AXIS = "refs";

  private static final Duration LOOK_FOR_REPOSITORY = Duration.ofSeconds(2);
  private static final Duration LONGEST_RENEWAL = Duration.ofSeconds(60);
  private static final Duration SLICE = Duration.ofMillis(100);
  private static final String TIPS = "tips";

  private final RepositoryPlace place;
  private final String rememberedTips;
  private final Set<String> failed;
  private final Duration renewal;
  private final RefLog refLog;
  private Optional<GitRepository> repository = Optional.empty();
  private @Nullable RefsWatch refs;
  private @Nullable CommitStretch stretch;
  private boolean ended;
  private boolean owed;
  private long endedAt;
  private Instant seenAt = Instant.EPOCH;
  private long nextLook = System.nanoTime();
  private volatile Backfill backfill = Backfill.UNKNOWN;

  /**
   * A reader of the repository at a place.
   *
   * @param renewal how often claims are renewed although nothing changed; at least once a minute
   */
  public CommitLogReader(RepositoryPlace place, Duration renewal, ReaderContext context) {
    this(place, renewal, context, RefLog.NONE);
  }

  /**
   * A reader of the repository at a place, which publishes its refs too. Their known entities are
   * those of its scope and axis.
   *
   * @param renewal how often claims are renewed although nothing changed; at least once a minute
   */
  public CommitLogReader(
      RepositoryPlace place, Duration renewal, ReaderContext context, RefLog refLog) {
    this.place = place;
    this.refLog = refLog;
    this.renewal = renewal.compareTo(LONGEST_RENEWAL) < 0 ? renewal : LONGEST_RENEWAL;
    this.rememberedTips = context.remembered(place.scope(), AXIS).getOrDefault(TIPS, "");
    this.failed = new HashSet<>(context.openGaps(place.scope(), AXIS));
  }

  @Override
  public String scope() {
    return place.scope();
  }

  @Override
  public String axis() {
    return AXIS;
  }

  @Override
  public CommitPosition begin() {
    return CommitPosition.begin(rememberedTips);
  }

  @Override
  public CommitPosition resume(Map<String, String> offset) {
    return CommitPosition.of(offset);
  }

  @Override
  public Backfill backfill() {
    return backfill;
  }

  @Override
  public Page<CommitPosition> readAfter(CommitPosition position, int limit) throws IOException {
    try {
      var found = repository();
      if (found.isEmpty()) {
        return withoutRepository(position);
      }
      var page = read(found.get(), position, limit);
      requireThere(found.get());
      return page;
    } catch (UncheckedIOException e) {
      closeStretch();
      throw new IOException(e.getMessage(), e);
    }
  }

  /** A directory that is gone, or not mounted now, reads like a repository without any commit. */
  private void requireThere(GitRepository found) throws IOException {
    if (Files.isDirectory(found.gitDirectory())) {
      return;
    }
    closeStretch();
    found.close();
    repository = Optional.empty();
    refs = null;
    ended = false;
    throw new IOException(found.gitDirectory() + " is gone or not mounted");
  }

  /** Where there never was a repository, having read no commit is having read them all. */
  private Page<CommitPosition> withoutRepository(CommitPosition position) {
    boolean never = position.tips().isEmpty() && rememberedTips.isEmpty();
    if (!never || (ended && System.nanoTime() - endedAt <= renewal.toNanos())) {
      return new Page<>(List.of(), position);
    }
    return new Page<>(List.of(end(Instant.now(), position)), position);
  }

  private Optional<GitRepository> repository() throws IOException {
    if (repository.isEmpty() && System.nanoTime() - nextLook >= 0) {
      nextLook = System.nanoTime() + LOOK_FOR_REPOSITORY.toNanos();
      repository = place.find();
      backfill = new Backfill(0, repository.isEmpty() ? 0 : -1);
    }
    return repository;
  }

  private Page<CommitPosition> read(GitRepository found, CommitPosition position, int limit) {
    if (refs == null) {
      refs = new RefsWatch(found);
    }
    var readings = new ArrayList<Reading<CommitPosition>>();
    var at = position;
    boolean somewhere = stretch != null || !position.tips().isEmpty();
    if (!somewhere || ended) {
      var tips = refs.tips();
      takeRefs(found, refs, readings, position, limit);
      if (!readings.isEmpty()) {
        return new Page<>(readings, position);
      }
      at = somewhere && tips.equals(position.tips()) ? position : turn(refs, position);
    }
    if (ended) {
      if (owed || System.nanoTime() - endedAt > renewal.toNanos()) {
        readings.add(end(place.asOf(refs.readAt()), at));
      }
      return new Page<>(readings, at);
    }
    if (stretch == null) {
      stretch = CommitStretch.open(found, at);
      stretch.lostHistory().ifPresent(why -> readings.add(CommitStretch.lost(why)));
    }
    at = read(stretch, readings, at, limit);
    return new Page<>(readings, at);
  }

  // Before the way to their commits, at the position before it: who is interrupted compares again.
  private void takeRefs(
      GitRepository found,
      RefsWatch watch,
      List<Reading<CommitPosition>> readings,
      CommitPosition position,
      int limit) {
    boolean anew = stretch == null && position.tips().isEmpty();
    refLog.compare(found, watch.refs(), place.asOf(watch.readAt()), anew);
    long deadline = System.nanoTime() + SLICE.toNanos();
    while (readings.size() < limit && System.nanoTime() - deadline < 0) {
      var change = refLog.next();
      if (change.isEmpty()) {
        return;
      }
      owed = true;
      readings.add(
          new Reading.Observed<>(
              change.get().event(), Optional.of(change.get().known()), position));
    }
  }

  /** Turns towards the refs as they are now, once the way to the last ones has been gone. */
  private CommitPosition turn(RefsWatch watch, CommitPosition position) {
    closeStretch();
    ended = false;
    seenAt = watch.readAt();
    return position.towards(CommitPosition.join(watch.refs().values()));
  }

  private CommitPosition read(
      CommitStretch walking,
      List<Reading<CommitPosition>> readings,
      CommitPosition position,
      int limit) {
    var at = position;
    long deadline = System.nanoTime() + SLICE.toNanos();
    while (readings.size() < limit && System.nanoTime() - deadline < 0) {
      var drop = walking.dropped(at.dropped());
      if (drop.isPresent()) {
        at = at.afterDropped(walking.isLastDropped(at.dropped()));
        var event = CommitEvents.dropped(drop.get());
        place.describe(drop.get(), event);
        readings.add(new Reading.Observed<>(event, Optional.empty(), at));
        continue;
      }
      var next = walking.next();
      if (next.isEmpty()) {
        // Nothing more is read of it: what reading took is given back now, not with a next change.
        walking.close();
        arrive(readings, at);
        break;
      }
      at = at.after(next.get().sha());
      take(next.get(), readings, at);
    }
    progress(walking);
    return at;
  }

  private void take(
      CommitOutcome outcome, List<Reading<CommitPosition>> readings, CommitPosition at) {
    var sha = outcome.sha();
    if (outcome instanceof UnreadableCommit unreadable) {
      // A tip that was garbage collected after a rewrite is no damage; its loss is told elsewhere.
      if (refs == null || refs.pointTo(sha) || !CommitPosition.split(at.tips()).contains(sha)) {
        failed.add(sha);
        readings.add(new Reading.Failed<>(sha, unreadable.reason(), unreadable.detail()));
      }
      return;
    }
    if (failed.remove(sha)) {
      readings.add(new Reading.Recovered<>(sha));
    }
    var names = refs == null ? List.<String>of() : refs.namesOf(sha);
    var event = CommitEvents.exists((GitCommit) outcome, names);
    place.describe(sha, event);
    readings.add(new Reading.Observed<>(event, Optional.empty(), at));
  }

  /** A way that was begun before a restart leads to refs that may be long past: no claim yet. */
  private void arrive(List<Reading<CommitPosition>> readings, CommitPosition at) {
    if (seenAt.equals(Instant.EPOCH)) {
      ended = true;
      owed = true;
    } else {
      readings.add(end(place.asOf(seenAt), at));
    }
  }

  private Reading<CommitPosition> end(Instant asOf, CommitPosition at) {
    ended = true;
    owed = false;
    endedAt = System.nanoTime();
    var guarantees = new HashSet<>(refLog.guarantees());
    if (stretch != null && stretch.lostHistory().isPresent()) {
      guarantees.remove("deletions");
    }
    return new Reading.StretchEnd<>(
        "",
        Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, asOf)),
        asOf,
        guarantees,
        Map.of(TIPS, at.tips()),
        at);
  }

  private void progress(CommitStretch walking) {
    if (backfill.total() < 0 || backfill.done() < backfill.total()) {
      backfill = new Backfill(walking.position(), walking.size());
    }
  }

  private void closeStretch() {
    if (stretch != null) {
      stretch.close();
      stretch = null;
    }
  }

  @Override
  public void close() {
    closeStretch();
    repository.ifPresent(GitRepository::close);
  }
}

package io.alluvium.connectors.files;

import io.alluvium.connectors.KnownChange;
import io.alluvium.connectors.KnownEntities;
import io.alluvium.connectors.Reading;
import io.alluvium.schemas.FailureReason;
import io.alluvium.schemas.RawEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks at one path and says what there is to publish about it: nothing, a version, a deletion, or
 * that it cannot be read.
 */
final class FileCheck {
  /** Coarsest time stamps of file systems in use (FAT); younger files are hashed once more. */
  private static final Duration COARSEST_TIME = Duration.ofSeconds(2);

  /** Result of a look at a path. */
  sealed interface Outcome {
    /** Nothing to publish. */
    record Nothing() implements Outcome {}

    /** It is being written; look again when it has settled. */
    record Unsettled() implements Outcome {}

    /** Something to say. */
    record Found(Reading<SnapshotPosition> reading) implements Outcome {}
  }

  private static final Outcome NOTHING = new Outcome.Nothing();
  private static final Outcome UNSETTLED = new Outcome.Unsettled();

  private final Path root;
  private final IgnoreRules rules;
  private final KnownEntities known;
  private final RootGuard guard;
  private final FileEvents events;
  private final FilesSourceConfig config;
  private final Set<String> failed;

  /**
   * @param failed paths that are told to be unreadable already
   */
  FileCheck(
      Path root,
      IgnoreRules rules,
      KnownEntities known,
      RootGuard guard,
      FileEvents events,
      FilesSourceConfig config,
      Set<String> failed) {
    this.root = root;
    this.rules = rules;
    this.known = known;
    this.guard = guard;
    this.events = events;
    this.config = config;
    this.failed = new TreeSet<>(failed);
  }

  /** Paths that could not be read when they were last looked at. */
  Set<String> failed() {
    return failed;
  }

  /**
   * Looks at a path.
   *
   * @param work what is known about it so far
   * @param position position of the reader
   */
  Outcome check(Work.Check work, SnapshotPosition position) {
    var path = work.path();
    try {
      var state = FileState.of(root.resolve(path));
      if (state.isEmpty() || state.get().kind() != FileKind.FILE) {
        return gone(path, "stated", position);
      }
      if (rules.prunesAbove(path) || rules.leavesOut(path)) {
        // Ignored from now on: a listing finds that out for all files of the kind at once.
        return NOTHING;
      }
      return exists(work, state.get(), position);
    } catch (IOException e) {
      return failed(path, e);
    }
  }

  /** Publishes the deletion of a file that a listing did not show, unless it is back. */
  Outcome absent(String path, SnapshotPosition position) {
    try {
      var state = FileState.of(root.resolve(path));
      boolean back =
          state.isPresent()
              && state.get().kind() == FileKind.FILE
              && !rules.prunesAbove(path)
              && !rules.leavesOut(path);
      return back ? UNSETTLED : gone(path, "inferred", position);
    } catch (IOException e) {
      return failed(path, e);
    }
  }

  private Outcome gone(String path, String deletion, SnapshotPosition position) {
    if (!known.contains(path)) {
      return recovered(path);
    }
    if (!guard.isTrusted()) {
      return NOTHING;
    }
    failed.remove(path);
    return found(events.deleted(path, deletion), KnownChange.gone(path), position);
  }

  private Outcome exists(Work.Check work, FileState state, SnapshotPosition position)
      throws IOException {
    var path = work.path();
    var before = known.fingerprint(path).map(Fingerprint::decode);
    boolean publishAnyway = work.need() == Work.Need.REREAD;
    if (work.need() == Work.Need.LISTED && before.isPresent() && before.get().matches(state)) {
      return recovered(path);
    }
    if (work.attempt() == 0 && isYoungerThan(config.settle(), state)) {
      return UNSETTLED;
    }
    var content = read(path, state);
    var after = FileState.of(root.resolve(path));
    if (work.mayWait() && (after.isEmpty() || !after.get().looksLike(state))) {
      return UNSETTLED;
    }
    var now = Fingerprint.of(state, content.shortHash(), !isYoungerThan(COARSEST_TIME, state));
    var change = KnownChange.exists(path, now.encode());
    if (!publishAnyway && before.isPresent() && before.get().sameContent(now)) {
      known.apply(change);
      return recovered(path);
    }
    failed.remove(path);
    var event = events.exists(path, state, content, before.isPresent());
    return found(event, change, position);
  }

  private FileContent read(String path, FileState state) throws IOException {
    return state.size() > config.maxBytes()
        ? FileContent.unread()
        : FileContent.read(root.resolve(path), state.size(), config.maxBytes());
  }

  private static boolean isYoungerThan(Duration age, FileState state) {
    return state.modifiedAt().isAfter(Instant.now().minus(age));
  }

  private static Outcome found(
      RawEvent.Builder event, KnownChange change, SnapshotPosition position) {
    return new Outcome.Found(new Reading.Observed<>(event, Optional.of(change), position));
  }

  private Outcome failed(String path, IOException e) {
    return new Outcome.Found(unreadable(path, TreeScan.why(e)));
  }

  /** Says that a path cannot be read. */
  Reading<SnapshotPosition> unreadable(String path, String why) {
    failed.add(path);
    return new Reading.Failed<>(
        path,
        FailureReason.UNREADABLE,
        path + " cannot be read: " + why + ". It is tried again at every listing");
  }

  private Outcome recovered(String path) {
    return failed.remove(path) ? new Outcome.Found(new Reading.Recovered<>(path)) : NOTHING;
  }
}

package io.alluvium.connectors.git;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The refs of a repository, read again when their files have changed. Looking costs little and is
 * done a few times a second; where there are very many refs, less often.
 */
final class RefsWatch {
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final int SPARE = 20;

  private final GitRepository repository;
  private @Nullable RefsStamp stamp;
  private Map<String, String> refs = Map.of();
  private String tips = "";
  private Instant readAt = Instant.EPOCH;
  private long nextLook = System.nanoTime();

  RefsWatch(GitRepository repository) {
    this.repository = repository;
  }

  /** The commits the refs point to, as {@link CommitPosition} writes them. */
  String tips() {
    long now = System.nanoTime();
    if (now - nextLook >= 0) {
      look();
      long took = System.nanoTime() - now;
      nextLook = System.nanoTime() + Math.max(LOOK.toNanos(), took * SPARE);
    }
    return tips;
  }

  private void look() {
    var before = Instant.now();
    requireThere();
    if (stamp != null && !repository.changedSince(stamp)) {
      readAt = before;
      return;
    }
    stamp = repository.stamp();
    refs = repository.refs();
    tips = CommitPosition.join(refs.values());
    readAt = before;
  }

  // Where the repository is not mounted there are no refs either: that drops no commit.
  private void requireThere() {
    if (!Files.exists(repository.gitDirectory().resolve("HEAD"))) {
      throw new UncheckedIOException(
          new NoSuchFileException(
              repository.gitDirectory().toString(),
              null,
              "the repository is gone; waiting for it"));
    }
  }

  /** All refs with the commit each leads to, as of the last {@link #tips}. */
  Map<String, String> refs() {
    return refs;
  }

  /** When the refs were last known to be as they are told here. */
  Instant readAt() {
    return readAt;
  }

  boolean pointTo(String sha) {
    return refs.containsValue(sha);
  }

  List<String> namesOf(String sha) {
    if (!refs.containsValue(sha)) {
      return List.of();
    }
    return refs.entrySet().stream()
        .filter(ref -> ref.getValue().equals(sha))
        .map(Map.Entry::getKey)
        .toList();
  }
}

package io.alluvium.connectors.files;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds back paths that may have changed until they have looked the same for a while: editors and
 * compilers write in steps, and a file is often gone for a moment while it is replaced. A file that
 * never rests, such as a log, is let through every {@link #LONGEST}.
 */
final class Settling {
  static final Duration LONGEST = Duration.ofSeconds(5);

  /** A path that has settled, and what lies there; empty if nothing does. */
  record Settled(String path, int attempt, Optional<FileState> state) {}

  private record Candidate(int attempt, long first, long since, Optional<FileState> state) {}

  private final Path root;
  private final long settleNanos;
  private final Map<String, Candidate> candidates = new LinkedHashMap<>();

  Settling(Path root, Duration settle) {
    this.root = root;
    this.settleNanos = settle.toNanos();
  }

  /** Begins to watch a path settle; nothing if it is being watched already. */
  void add(String path) {
    add(path, 0);
  }

  /** Likewise, for a path that was found being written when it had settled. */
  void add(String path, int attempt) {
    if (!candidates.containsKey(path)) {
      long now = System.nanoTime();
      candidates.put(path, new Candidate(attempt, now, now, look(path)));
    }
  }

  boolean isEmpty() {
    return candidates.isEmpty();
  }

  /** Takes the paths that have settled. */
  List<Settled> takeSettled() {
    var settled = new ArrayList<Settled>();
    long now = System.nanoTime();
    for (var entry : candidates.entrySet()) {
      var candidate = entry.getValue();
      if (now - candidate.since() < settleNanos) {
        continue;
      }
      var state = look(entry.getKey());
      if (same(state, candidate.state()) || now - candidate.first() > LONGEST.toNanos()) {
        settled.add(new Settled(entry.getKey(), candidate.attempt(), state));
      } else {
        entry.setValue(new Candidate(candidate.attempt(), candidate.first(), now, state));
      }
    }
    settled.forEach(done -> candidates.remove(done.path()));
    return settled;
  }

  void clear() {
    candidates.clear();
  }

  private static boolean same(Optional<FileState> a, Optional<FileState> b) {
    return a.isEmpty() ? b.isEmpty() : b.isPresent() && a.get().looksLike(b.get());
  }

  // What cannot be looked at now is found out, and told, when it is checked.
  private Optional<FileState> look(String path) {
    try {
      return FileState.of(root.resolve(path));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}

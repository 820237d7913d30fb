package io.alluvium.connectors.files;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides when to list what, and does it a slice at a time. */
final class Listings {
  private static final Duration POLL_AT_LEAST = Duration.ofSeconds(1);
  private static final int POLL_FACTOR = 10;

  private final Path root;
  private final IgnoreRules rules;
  private final TreeWatch watch;
  private final Duration interval;
  private final Set<String> parts = new LinkedHashSet<>();
  private @Nullable TreeScan running;
  private long startedAt;
  private long nextWhole = System.nanoTime();

  Listings(Path root, IgnoreRules rules, TreeWatch watch, Duration interval) {
    this.root = root;
    this.rules = rules;
    this.watch = watch;
    this.interval = interval;
  }

  /** Asks for a listing of one directory, as soon as possible. */
  void request(String directory) {
    if (directory.isEmpty()) {
      nextWhole = System.nanoTime();
    } else {
      parts.add(directory);
    }
  }

  /** Asks for a listing of everything, no earlier than some time from now. */
  void requestWholeIn(Duration wait) {
    nextWhole = System.nanoTime() + wait.toNanos();
  }

  /** Forgets what was asked for; everything is to be listed. */
  void startOver() {
    if (running != null) {
      running.close();
    }
    running = null;
    parts.clear();
    nextWhole = System.nanoTime();
  }

  /**
   * Lists on until a listing is complete or until a point in time.
   *
   * @param idle whether everything a listing of everything showed so far has been worked off
   * @param deadline as {@link System#nanoTime} counts
   * @return a listing that has just become complete
   */
  Optional<TreeScan> advance(boolean idle, long deadline) {
    var scan = running;
    if (scan == null) {
      scan = next(idle).orElse(null);
      running = scan;
    }
    if (scan == null || !scan.advance(deadline)) {
      return Optional.empty();
    }
    running = null;
    if (scan.base().isEmpty()) {
      nextWhole = System.nanoTime() + pause().toNanos();
    }
    return Optional.of(scan);
  }

  /** Whether there is something to list now. */
  boolean isRunning(boolean idle) {
    return running != null || !parts.isEmpty() || isWholeDue(idle);
  }

  private boolean isWholeDue(boolean idle) {
    return idle && System.nanoTime() - nextWhole >= 0;
  }

  private Optional<TreeScan> next(boolean idle) {
    String base = null;
    if (isWholeDue(idle)) {
      base = "";
      parts.clear();
    } else if (!parts.isEmpty()) {
      base = parts.iterator().next();
      dropBelow(base);
    }
    startedAt = System.nanoTime();
    return Optional.ofNullable(base).map(b -> new TreeScan(root, b, rules, watch));
  }

  private void dropBelow(String base) {
    parts.removeIf(part -> part.equals(base) || part.startsWith(base + "/"));
  }

  private Duration pause() {
    if (!watch.isPolling()) {
      return interval;
    }
    var relaxed = Duration.ofNanos(System.nanoTime() - startedAt).multipliedBy(POLL_FACTOR);
    var polling = relaxed.compareTo(POLL_AT_LEAST) < 0 ? POLL_AT_LEAST : relaxed;
    return polling.compareTo(interval) < 0 ? polling : interval;
  }
}

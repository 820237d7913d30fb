package io.alluvium.connectors.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lists the files below a directory, a slice at a time, and sets a watch on every directory before
 * it is read.
 */
final class TreeScan implements AutoCloseable {
  private final Path root;
  private final String base;
  private final IgnoreRules rules;
  private final TreeWatch watch;
  private final Instant startedAt = Instant.now();
  private final Deque<String> todo = new ArrayDeque<>();
  private final Map<String, FileState> files = new HashMap<>();
  private final Map<String, String> unreadable = new TreeMap<>();
  private @Nullable DirectoryStream<Path> open;
  private @Nullable Iterator<Path> entries;
  private String directory = "";

  /**
   * A listing that has not begun.
   *
   * @param base directory to list, relative to the root; "" = everything
   */
  TreeScan(Path root, String base, IgnoreRules rules, TreeWatch watch) {
    this.root = root;
    this.base = base;
    this.rules = rules;
    this.watch = watch;
    todo.add(base);
  }

  /** Directory that is listed, relative to the root. */
  String base() {
    return base;
  }

  Instant startedAt() {
    return startedAt;
  }

  /** The files found, by path relative to the root. */
  Map<String, FileState> files() {
    return files;
  }

  /** Directories and files that cannot be looked at, and why. The listing lacks what they hold. */
  Map<String, String> unreadable() {
    return unreadable;
  }

  /** Whether a path lies in a part that could not be listed. */
  boolean isHidden(String path) {
    if (unreadable.isEmpty()) {
      return false;
    }
    if (unreadable.containsKey("") || unreadable.containsKey(path)) {
      return true;
    }
    for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      if (unreadable.containsKey(path.substring(0, slash))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Goes on until done or until a point in time.
   *
   * @param deadline as {@link System#nanoTime} counts
   * @return whether the listing is complete
   */
  boolean advance(long deadline) {
    while (System.nanoTime() - deadline < 0) {
      if (entries == null && !openNext()) {
        return true;
      }
      step();
    }
    return false;
  }

  private boolean openNext() {
    var next = todo.poll();
    if (next == null) {
      return false;
    }
    directory = next;
    watch.add(next);
    rules.refresh(next);
    try {
      open = Files.newDirectoryStream(root.resolve(next));
      entries = open.iterator();
    } catch (IOException e) {
      failed(next, e);
    }
    return true;
  }

  private void step() {
    var reading = entries;
    if (reading == null) {
      return;
    }
    try {
      for (int i = 0; i < 64; i++) {
        if (!reading.hasNext()) {
          close();
          return;
        }
        visit(reading.next());
      }
    } catch (DirectoryIteratorException e) {
      failed(directory, Objects.requireNonNull(e.getCause()));
      close();
    }
  }

  private void visit(Path path) {
    var name = path.getFileName().toString();
    var relative = directory.isEmpty() ? name : directory + "/" + name;
    if (name.indexOf('\uFFFD') >= 0) {
      unreadable.put(
          relative,
          "its name is not valid in the character set of this process; rename it, or start with"
              + " LC_ALL=C.UTF-8");
      return;
    }
    try {
      FileState.of(path).ifPresent(state -> found(relative, state));
    } catch (IOException | UncheckedIOException e) {
      unreadable.put(relative, String.valueOf(e.getMessage()));
    }
  }

  private void found(String relative, FileState state) {
    switch (state.kind()) {
      case DIRECTORY -> {
        if (!rules.prunes(relative)) {
          todo.push(relative);
        }
      }
      case FILE -> {
        if (!rules.leavesOut(relative)) {
          files.put(relative, state);
        }
      }
      case OTHER -> {}
    }
  }

  private void failed(String path, IOException e) {
    if (e instanceof NoSuchFileException || e instanceof NotDirectoryException) {
      // Gone since it was seen; the root itself is looked after elsewhere.
      return;
    }
    unreadable.put(path, why(e));
  }

  static String why(IOException e) {
    return e instanceof AccessDeniedException
        ? "permission denied; let the user of this process read it"
        : Optional.ofNullable(e.getMessage()).orElse(e.toString());
  }

  @Override
  public void close() {
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        unreadable.put(directory, why(e));
      }
    }
    open = null;
    entries = null;
  }
}

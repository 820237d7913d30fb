package io.alluvium.connectors.files;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells where in a tree something may have changed. Hints only: a hint may be late, doubled or
 * about nothing, and where the system gives up {@link #isPolling} says so.
 *
 * <p>Plain {@link WatchService} and not a library: directories are registered while they are
 * listed, before their entries are read, so that nothing falls between; what is ignored is never
 * watched; overflow names the directory to list again. directory-watcher 0.19 walks the tree a
 * second time, cannot prune it, and drops the directory of an overflow.
 */
final class TreeWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TreeWatch.class);

  /** Registers one directory; where a limit of the system is met. */
  interface Registrar {
    WatchKey register(Path directory, WatchService service) throws IOException;
  }

  /**
   * Hints since the last call.
   *
   * @param paths paths relative to the root that may have changed, come or gone
   * @param lost directories for which the system lost count; everything below may have changed
   */
  record Hints(Set<String> paths, Set<String> lost) {}

  private final Path root;
  private final Registrar registrar;
  private final Map<WatchKey, String> directories = new HashMap<>();
  private final TreeMap<String, WatchKey> keys = new TreeMap<>();
  private @Nullable WatchService service;
  private boolean polling;

  TreeWatch(Path root) {
    this(root, TreeWatch::registerForAll);
  }

  TreeWatch(Path root, Registrar registrar) {
    this.root = root;
    this.registrar = registrar;
    try {
      service = root.getFileSystem().newWatchService();
    } catch (IOException e) {
      fallBack(e);
    }
  }

  private static WatchKey registerForAll(Path directory, WatchService service) throws IOException {
    return directory.register(
        service,
        StandardWatchEventKinds.ENTRY_CREATE,
        StandardWatchEventKinds.ENTRY_MODIFY,
        StandardWatchEventKinds.ENTRY_DELETE);
  }

  /** Whether there are no hints, so that the tree must be listed again and again. */
  boolean isPolling() {
    return polling;
  }

  /** Watches one directory, not what lies below it. To be called before it is listed. */
  void add(String directory) {
    var watching = service;
    if (polling || watching == null) {
      return;
    }
    try {
      var key = registrar.register(root.resolve(directory), watching);
      // The key of a directory that was moved here is the one it had: it now stands for this path.
      directories.put(key, directory);
      keys.put(directory, key);
    } catch (IOException e) {
      if (isLimit(e)) {
        fallBack(e);
      }
      // Anything else shows when the directory is listed, which is done next.
    }
  }

  /** Stops watching a directory that is gone, and all below it. */
  void remove(String directory) {
    cancel(directory);
    var below = keys.subMap(directory + "/", true, directory + "0", false);
    for (var path : Set.copyOf(below.keySet())) {
      cancel(path);
    }
  }

  /** Stops watching everything; directories are to be added anew. */
  void forgetAll() {
    directories.keySet().forEach(WatchKey::cancel);
    directories.clear();
    keys.clear();
  }

  private void cancel(String directory) {
    var key = keys.remove(directory);
    // A directory that was moved within the tree is still watched, under its new path.
    if (key != null && directories.remove(key, directory)) {
      key.cancel();
    }
  }

  /** Takes what has come since the last call; does not wait. */
  Hints take() {
    Set<String> paths = new LinkedHashSet<>();
    Set<String> lost = new LinkedHashSet<>();
    var watching = service;
    if (watching == null) {
      return new Hints(paths, lost);
    }
    try {
      for (var key = watching.poll(); key != null; key = watching.poll()) {
        take(key, paths, lost);
      }
    } catch (ClosedWatchServiceException e) {
      return new Hints(Set.of(), Set.of());
    }
    return new Hints(paths, lost);
  }

  private void take(WatchKey key, Set<String> paths, Set<String> lost) {
    var directory = directories.get(key);
    for (var event : key.pollEvents()) {
      if (directory != null) {
        take(event, directory, paths, lost);
      }
    }
    if (!key.reset() && directory != null) {
      directories.remove(key, directory);
      keys.remove(directory, key);
      paths.add(directory);
    }
  }

  private static void take(
      WatchEvent<?> event, String directory, Set<String> paths, Set<String> lost) {
    if (event.kind() == StandardWatchEventKinds.OVERFLOW) {
      lost.add(directory);
    } else if (event.context() instanceof Path name) {
      paths.add(directory.isEmpty() ? name.toString() : directory + "/" + name);
    }
  }

  private static boolean isLimit(IOException e) {
    var message = String.valueOf(e.getMessage());
    return message.contains("inotify") || message.contains("No space left");
  }

  private void fallBack(IOException e) {
    polling = true;
    LOG.warn(
        "{} cannot be watched completely ({}), so it is listed again and again instead, which is"
            + " slower. To change that, raise the limits, for example: sysctl -w"
            + " fs.inotify.max_user_watches=1048576 fs.inotify.max_user_instances=1024, and restart"
            + " the source",
        root,
        e.getMessage());
    close();
  }

  @Override
  public void close() {
    directories.clear();
    keys.clear();
    if (service != null) {
      try {
        service.close();
      } catch (IOException e) {
        LOG.debug("Closing the watch of {} failed", root, e);
      }
      service = null;
    }
  }
}

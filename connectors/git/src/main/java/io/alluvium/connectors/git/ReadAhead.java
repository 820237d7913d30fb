package io.alluvium.connectors.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.ObjectId;

/** Reads batches of commits on a few threads, which end when there is nothing to read. */
final class ReadAhead implements AutoCloseable {
  /** From this many commits on, what a walk has cached is given back at its end. */
  static final int LARGE_WALK = 1_000;

  private static final int MAX_THREADS = 4;
  private static final int IDLE_SECONDS = 5;

  private final ObjectStore store;
  private final ThreadPoolExecutor threads;
  private final ConcurrentLinkedQueue<CommitReader> idle = new ConcurrentLinkedQueue<>();
  private final int depth;

  ReadAhead(ObjectStore store, String name) {
    this.store = store;
    int count = Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
    this.depth = 2 * count;
    this.threads =
        new ThreadPoolExecutor(
            count,
            count,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              var thread = new Thread(work, "git-" + name);
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /** Batches that are worth requesting ahead. */
  int depth() {
    return depth;
  }

  Future<List<CommitOutcome>> read(List<ObjectId> commits) {
    return threads.submit(() -> readAll(commits));
  }

  /** Gives back memory after a large walk. */
  void trim() {
    closeIdle();
    try {
      store.trim();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    closeIdle();
  }

  private List<CommitOutcome> readAll(List<ObjectId> commits) {
    var kept = idle.poll();
    var reader = kept == null ? new CommitReader(store) : kept;
    var outcomes = new ArrayList<CommitOutcome>(commits.size());
    for (var commit : commits) {
      outcomes.add(reader.read(commit));
    }
    idle.add(reader);
    return outcomes;
  }

  private void closeIdle() {
    for (var reader = idle.poll(); reader != null; reader = idle.poll()) {
      reader.close();
    }
  }
}

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
import java.util.function.BooleanSupplier;
import org.eclipse.jgit.lib.ObjectId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads batches of commits on a few threads, which end when there is nothing to read. */
final class ReadAhead implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReadAhead.class);

  /** From this many commits on, packs read by a walk are closed at its end, caches with them. */
  private static final int LARGE_WALK = 1_000;

  private static final int CLOSE_SECONDS = 5;
  private static final int MAX_THREADS = 4;
  private static final int IDLE_SECONDS = 5;

  private final ObjectStore store;
  private final ThreadPoolExecutor threads;
  private final ConcurrentLinkedQueue<CommitReader> idle = new ConcurrentLinkedQueue<>();
  private final int depth;
  private volatile boolean closed;

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

  /**
   * Begins to read a batch.
   *
   * @param stopped becomes true when nobody waits for it any more.
   */
  Future<List<CommitOutcome>> read(List<ObjectId> commits, BooleanSupplier stopped) {
    return threads.submit(() -> readAll(commits, () -> closed || stopped.getAsBoolean()));
  }

  /** Gives back the memory that a walk of so many commits has taken. */
  void release(int commits) {
    closeIdle();
    store.release();
    if (commits >= LARGE_WALK) {
      try {
        store.trim();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    threads.shutdown();
    try {
      if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("A commit of {} is still being read after {} s", store, CLOSE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeIdle();
  }

  private List<CommitOutcome> readAll(List<ObjectId> commits, BooleanSupplier stopped) {
    var kept = idle.poll();
    var reader = kept == null ? new CommitReader(store) : kept;
    var outcomes = new ArrayList<CommitOutcome>(commits.size());
    for (var commit : commits) {
      if (stopped.getAsBoolean()) {
        break;
      }
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

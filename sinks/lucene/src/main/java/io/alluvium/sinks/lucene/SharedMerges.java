package io.alluvium.sinks.lucene;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.MergeScheduler;
import org.apache.lucene.index.MergeTrigger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few threads that merge for the writers of all shards, where Lucene has some for each writer.
 */
final class SharedMerges implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SharedMerges.class);

  /** Of one writer at a time: one large merge must not keep its small ones waiting. */
  private static final int OF_ONE_WRITER = 2;

  /** A writer so many times ahead of its merges waits a moment at each flush. */
  private static final int MOST_BEHIND = 8;

  private static final long WAIT_MILLIS = 500;

  private final ExecutorService threads;

  SharedMerges(int count) {
    this.threads =
        Executors.newFixedThreadPool(
            count,
            Thread.ofPlatform()
                .daemon()
                .priority(Thread.MIN_PRIORITY)
                .name("tier-merge-", 1)
                .factory());
  }

  /** What one writer is configured with. */
  MergeScheduler forOneWriter() {
    return new OneWriter();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private final class OneWriter extends MergeScheduler {
    private final Semaphore free = new Semaphore(OF_ONE_WRITER);
    private final AtomicInteger behind = new AtomicInteger();

    @Override
    public void merge(MergeSource source, MergeTrigger trigger) {
      if (!source.hasPendingMerges()) {
        return;
      }
      if (free.tryAcquire()) {
        submit(source);
      } else if (behind.incrementAndGet() > MOST_BEHIND) {
        await(source);
      }
    }

    private void submit(MergeSource source) {
      try {
        threads.execute(() -> work(source));
      } catch (RejectedExecutionException closed) {
        free.release();
      }
    }

    /** Merges until nothing is left; the writer says so itself when it is closed. */
    private void work(MergeSource source) {
      try {
        for (var next = source.getNextMerge(); next != null; next = source.getNextMerge()) {
          source.merge(next);
          behind.set(0);
        }
      } catch (MergePolicy.MergeAbortedException closed) {
        LOG.debug("A merge was given up, its shard is closed");
      } catch (IOException | RuntimeException failure) {
        // The writer has noted it and is closed if it cannot go on: the shard reports that.
        LOG.warn("A merge failed", failure);
      } finally {
        free.release();
      }
    }

    private void await(MergeSource source) {
      try {
        if (free.tryAcquire(WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
          submit(source);
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      // The threads are everybody's.
    }
  }
}

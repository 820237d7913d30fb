package io.alluvium.app.node;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Gives memory back when much work was done, the start included, and the node has become quiet: the
 * serial collector returns a heap to the system only in a full collection, and nothing else asks
 * for one.
 *
 * <p>Several times, ever later: some of what work leaves behind is let go only after a while, such
 * as what waits for a commit of the cold tier.
 */
final class IdleHeap implements AutoCloseable {
  private static final long LOOK_SECONDS = 15;

  /** So many collections are work, such as a backfill. */
  private static final long WORK = 20;

  /** So much more than after the last collection is work too, however few collections it took. */
  private static final long GROWTH = 32L << 20;

  /** The last one some three minutes after the first. */
  private static final int TRIMS = 4;

  private final LongSupplier collections;
  private final LongSupplier kept;
  private final Runnable collect;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("idle-heap").factory());
  private long before;
  private long keptBefore;
  private long last;
  private int trims;
  private int looksToWait;

  /**
   * @param collections collections since the JVM began
   * @param kept bytes that have survived some collections, garbage included
   * @param collect collects everything
   */
  IdleHeap(LongSupplier collections, LongSupplier kept, Runnable collect) {
    this.collections = collections;
    this.kept = kept;
    this.collect = collect;
  }

  /** Watches the heap of this JVM until closed. */
  static IdleHeap start() {
    var heap = new IdleHeap(IdleHeap::collections, IdleHeap::kept, System::gc);
    heap.thread.scheduleWithFixedDelay(heap::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    return heap;
  }

  /** Collects everything if it is time to and there was no work since the last look. */
  void look() {
    long now = collections.getAsLong();
    boolean quiet = now - last <= 1;
    last = now;
    if (now - before >= WORK || kept.getAsLong() - keptBefore >= GROWTH) {
      trims = 0;
      looksToWait = 0;
      before = now;
    }
    if (!quiet) {
      return;
    }
    if (trims < TRIMS && looksToWait-- == 0) {
      collect.run();
      trims++;
      looksToWait = (1 << trims) - 1;
      last = collections.getAsLong();
      keptBefore = kept.getAsLong();
    }
    // Being quiet takes a collection now and then; many of those are no work.
    before = last;
  }

  private static long collections() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }

  private static long kept() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported())
        .mapToLong(pool -> pool.getUsage().getUsed())
        .sum();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}

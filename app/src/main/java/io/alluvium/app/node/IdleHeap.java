package io.alluvium.app.node;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Gives memory back when much work was done and the node has become quiet: the serial collector
 * returns a heap to the system only in a full collection, and nothing else asks for one.
 */
final class IdleHeap implements AutoCloseable {
  private static final long LOOK_SECONDS = 15;

  /** So many collections are work, such as a backfill. */
  private static final long WORK = 20;

  private final LongSupplier collections;
  private final Runnable collect;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("idle-heap").factory());
  private long trimmedAt;
  private long last;

  /**
   * @param collections collections since the JVM began
   * @param collect collects everything
   */
  IdleHeap(LongSupplier collections, Runnable collect) {
    this.collections = collections;
    this.collect = collect;
  }

  /** Watches the heap of this JVM until closed. */
  static IdleHeap start() {
    var heap = new IdleHeap(IdleHeap::collections, System::gc);
    heap.thread.scheduleWithFixedDelay(heap::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    return heap;
  }

  /** Collects everything if there was work since the last time, and none since the last look. */
  void look() {
    long now = collections.getAsLong();
    boolean quiet = now - last <= 1;
    last = now;
    if (quiet && now - trimmedAt >= WORK) {
      collect.run();
      last = collections.getAsLong();
      trimmedAt = last;
    }
  }

  private static long collections() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}

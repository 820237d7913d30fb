package io.alluvium.app.node;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Gives memory back when work was done, the start included, and the node has become quiet: the
 * serial collector returns a heap to the system only in a full collection, and nothing else asks
 * for one.
 *
 * <p>Several times, ever later: some of what work leaves behind is let go only after a while, such
 * as models, and what waits for a commit of the cold tier.
 */
final class IdleHeap implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(10);

  /** A node that takes less than 30 % of a core is quiet. */
  private static final long QUIET_NANOS = LOOK.toNanos() * 3 / 10;

  /** The last one two and a half minutes after the first. */
  private static final int TRIMS = 4;

  private final LongSupplier cpuNanos;
  private final Runnable collect;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("idle-heap").factory());
  private long last;
  private int trims;
  private int looksToWait;

  /**
   * @param cpuNanos CPU time that the process has taken
   * @param collect collects everything
   */
  IdleHeap(LongSupplier cpuNanos, Runnable collect) {
    this.cpuNanos = cpuNanos;
    this.collect = collect;
  }

  /** Watches the heap of this JVM until closed. */
  static IdleHeap start() {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    var heap = new IdleHeap(system::getProcessCpuTime, System::gc);
    heap.thread.scheduleWithFixedDelay(
        heap::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    return heap;
  }

  /** Collects everything if it is time to and there was no work since the last look. */
  void look() {
    boolean quiet = cpuNanos.getAsLong() - last < QUIET_NANOS;
    if (!quiet) {
      trims = 0;
      looksToWait = 0;
    } else if (trims < TRIMS && looksToWait-- == 0) {
      collect.run();
      trims++;
      looksToWait = (1 << trims) - 1;
    }
    // Its own collection is no work.
    last = cpuNanos.getAsLong();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}

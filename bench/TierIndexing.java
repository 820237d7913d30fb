import io.alluvium.sinks.TierOffsets;
import io.alluvium.sinks.lucene.LuceneResources;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Rate, CPU and bytes of a tier that is filled. */
final class TierIndexing {
  private static final int COMMIT_EVERY = 20_000;

  private final TierRows rows;
  private final Path directory;
  private final int events;

  TierIndexing(TierRows rows, Path directory, int events) {
    this.rows = rows;
    this.directory = directory;
    this.events = events;
  }

  void index(String what) throws Exception {
    long from = System.nanoTime();
    long cpu = cpu();
    if (what.equals("plain")) {
      new PlainLucene(rows, directory.resolve(what), COMMIT_EVERY).write(events);
    } else {
      ours(what);
    }
    double seconds = (System.nanoTime() - from) / 1e9;
    System.out.printf(
        "%s: %,d events in %.1f s = %,.0f/s, CPU %.1f s, all merges done%n",
        what, events, seconds, events / seconds, (cpu() - cpu) / 1e9);
    long bytes = Tiers.size(directory.resolve(what));
    System.out.printf("%s: %,d bytes = %,.0f per event%n", what, bytes, (double) bytes / events);
  }

  private void ours(String what) throws Exception {
    try (var resources = new LuceneResources(2 * TierRows.PARTITIONS);
        var tier = Tiers.open(directory, what, resources)) {
      long from = System.nanoTime();
      for (int number = 0; number < events; number++) {
        tier.open(number % TierRows.PARTITIONS).apply(rows.record(number));
        if (number % COMMIT_EVERY == COMMIT_EVERY - 1 || number == events - 1) {
          for (int partition = 0; partition < TierRows.PARTITIONS; partition++) {
            tier.open(partition).refresh();
            tier.open(partition)
                .commit(
                    new TierOffsets(Map.of(new TopicPartition("e", partition), (long) number)));
          }
        }
      }
      double seconds = (System.nanoTime() - from) / 1e9;
      System.out.printf(
          "%s: committed and searchable after %.1f s = %,.0f/s%n", what, seconds, events / seconds);
      awaitMerges();
      for (int partition = 0; partition < TierRows.PARTITIONS; partition++) {
        tier.open(partition)
            .commit(new TierOffsets(Map.of(new TopicPartition("e", partition), (long) events)));
      }
    }
  }

  /** Merges go on after the last commit: wait until their threads have nothing to do. */
  private static void awaitMerges() throws InterruptedException {
    long before = -1;
    for (long now = mergeCpu(); now != before; now = mergeCpu()) {
      before = now;
      Thread.sleep(500);
    }
  }

  private static long mergeCpu() {
    var threads = ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(thread -> thread != null && thread.getThreadName().startsWith("tier-merge"))
        .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
        .sum();
  }

  private static long cpu() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }
}

import io.alluvium.sinks.TierOffsets;
import io.alluvium.sinks.lucene.LuceneResources;
import io.alluvium.sinks.lucene.LuceneTier;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/** What so many shards of both tiers take in memory, filled, and opened again. */
final class TierMemory {
  private final TierRows rows;
  private final Path directory;
  private final int events;

  TierMemory(TierRows rows, Path directory, int events) {
    this.rows = rows;
    this.directory = directory;
    this.events = events;
  }

  void shards(int count) throws Exception {
    for (var step : List.of("made", "opened again")) {
      long from = System.nanoTime();
      try (var resources = new LuceneResources(2 * count);
          var hot = LuceneTier.hot(directory.resolve("shards-hot"), resources);
          var warm = LuceneTier.warm(directory.resolve("shards-warm"), true, resources)) {
        var all = IntStream.range(0, count).boxed().collect(Collectors.toSet());
        for (var tier : List.of(hot, warm)) {
          tier.open(all);
          for (int number = 0; number < events; number++) {
            tier.open(number % count).apply(rows.record(number));
          }
          for (int partition : all) {
            tier.open(partition).refresh();
            tier.open(partition)
                .commit(
                    new TierOffsets(Map.of(new TopicPartition("e", partition), (long) events)));
          }
        }
        double seconds = (System.nanoTime() - from) / 1e9;
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        System.out.printf(
            "2 x %d shards, %,d events in each tier: %s in %.1f s, live heap %d MB, %s%n",
            count, events, step, seconds, heap >> 20, rss());
      }
    }
  }

  private static String rss() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("Rss") || line.startsWith("VmRSS"))
        .map(line -> line.replaceAll("\\s+", " "))
        .collect(Collectors.joining(", "));
  }
}

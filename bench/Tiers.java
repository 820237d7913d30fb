import io.alluvium.sinks.lucene.LuceneResources;
import io.alluvium.sinks.lucene.LuceneTier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Hot and warm tier on real texts with real vectors: rate beside plain Lucene, bytes, latency,
 * recall. Arguments: texts, vectors (from {@code TierVectors}), directory, events, then {@code
 * index hot|warm|plain}, {@code search}, or {@code shards NUMBER}: what so many shards of both take.
 */
final class Tiers {
  private static final int QUESTIONS = 200;

  private Tiers() {}

  public static void main(String[] arguments) throws Exception {
    var all = Files.readAllLines(Path.of(arguments[0]));
    // The last ones are for questions.
    int last = all.size() - QUESTIONS;
    var rows = new TierRows(all.subList(0, last), Path.of(arguments[1]));
    var directory = Path.of(arguments[2]);
    int events = Integer.parseInt(arguments[3]);
    switch (arguments[4]) {
      case "index" -> new TierIndexing(rows, directory, events).index(arguments[5]);
      case "shards" ->
          new TierMemory(rows, directory, events).shards(Integer.parseInt(arguments[5]));
      case "search" ->
          new TierQuestions(rows, directory, events).search(all.subList(last, all.size()));
      default -> throw new IllegalArgumentException(arguments[4]);
    }
    System.exit(0);
  }

  static LuceneTier open(Path directory, String what, LuceneResources resources) {
    var below = directory.resolve(what);
    return what.equals("hot")
        ? LuceneTier.hot(below, resources)
        : LuceneTier.warm(below, true, resources);
  }

  static long size(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Enrichment of what piled up: a node without it reads a directory, then one with it catches up.
 * Arguments: where to keep what the first has read, which is used again; the directory to read, or
 * how many files with a short text each (real English, fetched by {@code bench/debian-texts}); and
 * what is switched off, if anything.
 */
final class Backlog {
  private static final String RAN = "alluvium_enrichment_events{enrichment=\"language\"";
  private static final long QUIET = TimeUnit.SECONDS.toNanos(15);

  public static void main(String[] arguments) throws Exception {
    var directory = Files.createDirectories(Path.of(arguments[0])).toRealPath();
    var texts = directory.resolve("texts");
    var watched =
        arguments[1].matches("\\d+") ? texts : Path.of(arguments[1]).toRealPath();
    var read = directory.resolve("read");
    if (!Files.exists(read)) {
      if (watched.equals(texts)) {
        write(texts, Integer.parseInt(arguments[1]));
      }
      read(watched, directory.resolve("data"));
      Files.move(directory.resolve("data"), read);
    }
    var data = Files.createTempDirectory("alluvium-bench");
    copy(read, data);
    enrich(watched, data, arguments.length > 2 ? arguments[2] : "");
    System.exit(0);
  }

  private static void read(Path watched, Path data) throws Exception {
    try (var node = NodeUnderTest.with(data, "connect,ingest,serve", "--watch", "" + watched)) {
      var scopes = Files.exists(watched.resolve(".git")) ? 2 : 1;
      node.await(() -> node.drained(scopes));
    }
  }

  private static void copy(Path from, Path to) throws Exception {
    var copy = new ProcessBuilder("cp", "-a", from + "/.", to.toString()).inheritIO().start();
    if (copy.waitFor() != 0) {
      throw new IOException("Cannot copy " + from);
    }
  }

  private static void enrich(Path watched, Path data, String off) throws Exception {
    var file = data.resolve("alluvium.yaml");
    Files.writeString(file, "enrich.off: " + off + "\n");
    try (var node =
        NodeUnderTest.with(
            data,
            "connect,ingest,enrich,serve",
            "--watch",
            watched.toString(),
            "--config",
            file.toString())) {
      node.await(() -> node.metric(RAN) > 0);
      var begin = System.nanoTime();
      var last = begin;
      for (double count = 0; System.nanoTime() - last < QUIET; TimeUnit.MILLISECONDS.sleep(200)) {
        if (node.metric(RAN) > count) {
          count = node.metric(RAN);
          last = System.nanoTime();
        }
      }
      var seconds = (last - begin) / 1e9;
      System.out.printf(
          "%.0f events in %.1f s = %.0f events/s, %d MB RSS%n",
          node.metric(RAN), seconds, node.metric(RAN) / seconds, node.residentMegabytes());
      for (var name :
          new String[] {"language", "keyPhrases", "tone", "entities", "summary", "signature", "passages"}) {
        System.out.printf(
            "%s: %.1f s, %.0f failures%n",
            name,
            node.metric("alluvium_enrichment_seconds{enrichment=\"" + name + "\""),
            node.metric("alluvium_enrichment_failures{enrichment=\"" + name + "\""));
      }
    }
  }

  /** A thousand in each folder. */
  private static void write(Path directory, int count) throws Exception {
    var texts = Files.createTempFile("alluvium", "texts");
    var script = Path.of(System.getProperty("alluvium")).resolveSibling("bench/debian-texts");
    new ProcessBuilder(script.toString(), texts.toString()).inheritIO().start().waitFor();
    try (var lines = Files.lines(texts)) {
      int file = 0;
      for (var text : (Iterable<String>) lines.limit(count)::iterator) {
        var folder = Files.createDirectories(directory.resolve("" + file / 1_000));
        Files.writeString(folder.resolve(file++ + ".txt"), text);
      }
    }
  }
}

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Start to ready, and what a node takes while nothing happens, once everything is enriched: a first
 * start, which has all to read, then others on the same data; then how soon a file is found that
 * was written, changed or deleted. Arguments: the directory to watch, and how often to start, 4 if
 * not said.
 */
final class Start {
  private static final double QUIET_CORES = 0.25;
  private static final int ROUNDS = 21;

  public static void main(String[] arguments) throws Exception {
    var watched = Path.of(arguments[0]).toRealPath();
    var starts = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4;
    var data = Files.createTempDirectory("alluvium-bench");
    for (int start = 1; start <= starts; start++) {
      var begin = System.nanoTime();
      try (var node = new NodeUnderTest(watched, data)) {
        node.await(node::ready);
        System.out.printf(
            "start %d: ready after %.1f s, %.1f s of CPU%n",
            start, secondsSince(begin), node.cpuSeconds());
        node.await(node::drained);
        long most = awaitEnriched(node);
        System.out.printf(
            "  enriched after %.0f s, at most %d MB RSS%n", secondsSince(begin), most);
        // The heap is given back within the next half minute.
        TimeUnit.SECONDS.sleep(40);
        var cpu = node.cpuSeconds();
        TimeUnit.SECONDS.sleep(10);
        System.out.printf(
            "  idle %d MB RSS, %.1f %% of one core%n",
            node.residentMegabytes(), (node.cpuSeconds() - cpu) * 10);
        freshness(node, Files.createDirectories(data.resolve("changing")));
      }
    }
  }

  /** Waits until it has nothing to do; returns the largest RSS seen. */
  private static long awaitEnriched(NodeUnderTest node) throws Exception {
    long most = 0;
    for (int quiet = 0; quiet < 3; ) {
      var cpu = node.cpuSeconds();
      TimeUnit.SECONDS.sleep(2);
      quiet = (node.cpuSeconds() - cpu) / 2 < QUIET_CORES ? quiet + 1 : 0;
      most = Math.max(most, node.residentMegabytes());
    }
    return most;
  }

  private static void freshness(NodeUnderTest node, Path directory) throws Exception {
    node.put(
        "/api/v1/sources/changing",
        new ObjectMapper()
            .writeValueAsString(
                Map.of(
                    "connector.class", "files",
                    "files.path", directory.toString(),
                    "files.root.id", "changing")));
    var file = directory.resolve("note.txt");
    var words = List.of("created", "changed", "deleted");
    var took = new TreeMap<String, List<Double>>();
    for (int round = -1; round < ROUNDS; round++) {
      var text = "";
      for (var word : words) {
        var begin = System.nanoTime();
        if (word.equals("deleted")) {
          Files.delete(file);
        } else {
          text = word + "x" + (round + 1);
          Files.writeString(file, text);
        }
        var search = "/api/v1/search?source=changing&q=" + text;
        var expected = word.equals("deleted") ? 0 : 1;
        node.await(() -> node.get(search).path("total").asInt(-1) == expected);
        if (round >= 0) {
          took.computeIfAbsent(word, w -> new ArrayList<>()).add(secondsSince(begin));
        }
      }
    }
    took.forEach((word, seconds) -> {
      seconds.sort(null);
      System.out.printf(
          "  a file is %s: %.2f s until a search says so, %.2f s at most (of %d)%n",
          word, seconds.get(seconds.size() / 2), seconds.getLast(), seconds.size());
    });
  }

  private static double secondsSince(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }
}

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Start to ready, and what a node takes while nothing happens, once everything is enriched: a first
 * start, which has all to read, then others on the same data. Arguments: the directory to watch,
 * and how often to start, 4 if not said.
 */
final class Start {
  private static final double QUIET_CORES = 0.25;

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

  private static double secondsSince(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }
}

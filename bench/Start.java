import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Start to ready, and what a node takes while nothing happens: first start, then three more. */
final class Start {
  public static void main(String[] arguments) throws Exception {
    var watched = Path.of(arguments[0]).toRealPath();
    var data = Files.createTempDirectory("alluvium-bench");
    for (int start = 1; start <= 4; start++) {
      var begin = System.nanoTime();
      try (var node = new NodeUnderTest(watched, data)) {
        node.await(node::ready);
        var ready = (System.nanoTime() - begin) / 1e9;
        node.await(node::drained);
        TimeUnit.SECONDS.sleep(15);
        var cpu = node.cpuSeconds();
        TimeUnit.SECONDS.sleep(10);
        System.out.printf(
            "start %d: ready after %.1f s, idle %d MB RSS, idle %.1f %% of one core%n",
            start, ready, node.residentMegabytes(), (node.cpuSeconds() - cpu) * 10);
      }
    }
  }
}

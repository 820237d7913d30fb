import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.utils.Utils;

/**
 * What near-duplicates find in real texts, and what they cost. Arguments: events (300,000).
 *
 * <p>The texts come from packages of Debian, fetched by {@code bench/debian-texts}.
 */
final class NearDuplicates {
  private static final String PACKAGE = "io.alluvium.topology.similar.";

  private NearDuplicates() {}

  public static void main(String[] arguments) throws Exception {
    var events = arguments.length > 0 ? arguments[0] : "300000";
    var directory = Files.createTempDirectory("alluvium-bench");
    try {
      var texts = directory.resolve("texts");
      var script = Path.of(System.getProperty("alluvium")).resolveSibling("bench/debian-texts");
      new ProcessBuilder(script.toString(), texts.toString()).inheritIO().start().waitFor();
      PeerProcess.compile(directory, false);
      try (var detection = PeerProcess.ours(directory, PACKAGE + "DetectionPeer", texts)) {
        System.out.print(detection.until("done"));
      }
      try (var broker = PeerProcess.ours(directory, "BrokerPeer", directory.resolve("kafka"))) {
        var addresses = broker.line("serving ").split(" ");
        var state = directory.resolve("state");
        try (var topology =
            PeerProcess.ours(
                directory, PACKAGE + "SimilarPeer", addresses[0], addresses[1], state, texts, events)) {
          System.out.print(topology.until("done"));
        }
      }
    } finally {
      Utils.delete(directory.toFile());
    }
    System.exit(0);
  }
}

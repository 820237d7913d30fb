import io.alluvium.models.Encoder;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Embeds the lines of a file and appends their vectors to another, for {@code Tiers}. Goes on where
 * it was stopped: making them is slow, and a run may be cut into pieces. Arguments: texts, vectors,
 * seconds (all), threads (1).
 */
final class TierVectors {
  private static final int BATCH = 256;

  private TierVectors() {}

  public static void main(String[] arguments) throws Exception {
    var vectors = Path.of(arguments[1]);
    long most = arguments.length > 2 ? Long.parseLong(arguments[2]) : Long.MAX_VALUE / 2_000_000_000;
    int threads = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 1;
    var texts = Files.readAllLines(Path.of(arguments[0]));
    long done = Files.exists(vectors) ? Files.size(vectors) / (4L * Encoder.DIMENSIONS) : 0;
    var encoder = new Encoder(threads, 0);
    long from = System.nanoTime();
    try (var out =
        new DataOutputStream(
            new BufferedOutputStream(
                Files.newOutputStream(
                    vectors, StandardOpenOption.CREATE, StandardOpenOption.APPEND)))) {
      for (int at = (int) done; at < texts.size() && elapsed(from) < most; at += BATCH) {
        var batch = texts.subList(at, Math.min(texts.size(), at + BATCH));
        var stream = threads > 1 ? batch.parallelStream() : batch.stream();
        for (var vector : stream.map(encoder::passage).toList()) {
          for (float number : vector) {
            out.writeFloat(number);
          }
        }
        out.flush();
        done = at + batch.size();
      }
    }
    System.out.printf("%d of %d texts have vectors%n", done, texts.size());
    System.exit(0);
  }

  private static double elapsed(long from) {
    return (System.nanoTime() - from) / 1e9;
  }
}

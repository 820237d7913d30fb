import io.alluvium.schemas.ContentHash;
import io.alluvium.schemas.RawEvent;
import io.alluvium.schemas.TextRules;
import io.alluvium.schemas.VersionOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * Content hashes per second beside SHA-256 alone of as many bytes, and what cleaning the same text
 * costs. One thread. Argument: a text file to take the words from.
 *
 * <pre>
 * mvn -q -Pquick test-compile -pl schemas dependency:build-classpath -Dmdep.outputFile=/tmp/cp
 * java -cp schemas/target/classes:$(cat /tmp/cp) bench/ContentHashSpeed.java docs/content-hash.md
 * </pre>
 */
final class ContentHashSpeed {
  private static final long ROUND_NANOS = 1_000_000_000L;

  /** Keeps the compiler from leaving out what is measured. */
  private static int kept;

  private ContentHashSpeed() {}

  public static void main(String[] arguments) throws Exception {
    var words = Files.readString(Path.of(arguments[0]));
    for (int length : new int[] {250, 4_000, 400_000}) {
      measure(words.repeat(length / words.length() + 1).substring(0, length));
    }
  }

  private static void measure(String text) throws Exception {
    var event = event(text);
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var digest = MessageDigest.getInstance("SHA-256");
    double hashes = perSecond(() -> ContentHash.of(event).hex().charAt(0));
    double digests = perSecond(() -> digest.digest(bytes)[0]);
    double cleans = perSecond(() -> TextRules.clean(text).text().length());
    System.out.printf(
        "%,d bytes of text: %,.0f content hashes/s, %,.0f SHA-256/s, %,.0f cleaned/s%n",
        bytes.length, hashes, digests, cleans);
  }

  /** The last of three rounds: the first two warm up. */
  private static double perSecond(IntSupplier work) {
    double rate = 0;
    for (int round = 0; round < 3; round++) {
      long start = System.nanoTime();
      long count = 0;
      while (System.nanoTime() - start < ROUND_NANOS) {
        kept += work.getAsInt();
        count++;
      }
      rate = count * 1e9 / (System.nanoTime() - start);
    }
    return rate;
  }

  private static RawEvent event(String text) {
    return RawEvent.newBuilder()
        .setSource("laptop")
        .setConnectorType("files")
        .setScope("/work")
        .setKind("file")
        .setEntityKey("file:0011223344556677/src/main/java/Main.java")
        .setVersionOrder(new VersionOrder(0L, 0L, 1L))
        .setOccurredAt(Instant.EPOCH)
        .setObservedAt(Instant.EPOCH)
        .setTitle("src/main/java/Main.java")
        .setText(text)
        .setAttributes(Map.of("sha256", "9c56cc51b374c3ba".repeat(4)))
        .setSourcePartition("p")
        .setSourceOffset("o")
        .build();
  }
}

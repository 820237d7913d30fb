import io.alluvium.models.Encoder;
import io.alluvium.schemas.Actor;
import io.alluvium.schemas.Enrichment;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.Passage;
import io.alluvium.schemas.Vectors;
import io.alluvium.schemas.VersionOrder;
import io.alluvium.sinks.TierRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.lucene.util.VectorUtil;

/**
 * Whole enriched events of real texts with real vectors. Texts without a vector of their own, and
 * those beyond the file, are mixed of two.
 */
final class TierRows {
  static final int PARTITIONS = 8;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final List<String> texts;
  private final float[][] vectors;

  TierRows(List<String> texts, Path vectors) throws IOException {
    this.texts = texts;
    this.vectors = vectors(vectors);
    System.out.printf(
        "%,d texts, %,d of them with a vector of their own%n", texts.size(), this.vectors.length);
  }

  private static float[][] vectors(Path file) throws IOException {
    try (var channel = FileChannel.open(file)) {
      int count = (int) (channel.size() / (4L * Encoder.DIMENSIONS));
      var vectors = new float[count][Encoder.DIMENSIONS];
      var buffer = ByteBuffer.allocate(4 * Encoder.DIMENSIONS);
      for (int i = 0; i < count; i++) {
        channel.read(buffer.clear());
        buffer.flip().asFloatBuffer().get(vectors[i]);
      }
      return vectors;
    }
  }

  private String text(int number) {
    if (number < texts.size()) {
      return texts.get(number);
    }
    var one = texts.get(number % texts.size());
    var other = texts.get((int) (number * 7_919L % texts.size()));
    return one.substring(0, one.length() / 2) + " " + other.substring(other.length() / 2);
  }

  float[] vector(int number) {
    if (number < vectors.length) {
      return vectors[number];
    }
    var one = vectors[number % vectors.length];
    var other = vectors[(int) (number * 7_919L % vectors.length)];
    var mixed = new float[one.length];
    float share = 0.35f + number % 31 / 100f;
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] = share * one[i] + (1 - share) * other[i];
    }
    return VectorUtil.l2normalize(mixed);
  }

  TierRecord.Version record(int number) {
    var text = text(number);
    var title = text.substring(0, Math.min(text.length(), 40));
    var at = START.plusSeconds(number);
    var key = "file:3f9a1c22d4e5b607/notes/" + number % 997 + "/" + number + ".md";
    var event =
        Event.newBuilder()
            .setHashVersion(1)
            .setRevision(0)
            .setCurrent(true)
            .setKind("file")
            .setType("file.created")
            .setDeleted(false)
            .setEntityKey(key)
            .setVersionOrder(new VersionOrder(0L, 0L, (long) number))
            .setOccurredAt(at)
            .setObservedAt(at)
            .setIngestedAt(at)
            .setSource("source-" + number % 32)
            .setConnectorType("files")
            .setScope("/home/someone/notes/" + number % 997)
            .setActor(new Actor("someone" + number % 50 + "@example.com", "Someone"))
            .setTitle(title)
            .setText(text)
            .setContentHash(hash(key + text))
            .build();
    var enrichment =
        Enrichment.newBuilder()
            .setEnrichmentVersion(1)
            .setEnrichedAt(at)
            .setLanguage("eng")
            .setModels(Map.of("passages", Encoder.MODEL))
            .setPassages(List.of(new Passage(0, text.length(), Vectors.list(vector(number)))))
            .build();
    return new TierRecord.Version(event, enrichment);
  }

  private static String hash(String content) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes()));
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}

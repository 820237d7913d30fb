package io.alluvium.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.alluvium.schemas.DeadLetter;
import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.RawEvent;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * One record of a thousand is poisoned: all others come out, and each poisoned one is a dead letter
 * with its reason. What looks odd and breaks no rule is an event like any other.
 */
final class PoisonedRecordsTest {
  private static final int PARTITIONS = 8;
  private static final int HEALTHY_BETWEEN = 999;

  /** The driver has one partition; the others of eight are somewhere else. */
  private final TestStream stream = TestStream.ingest(PARTITIONS, Duration.ofDays(30));

  private int files;

  /** Sends one poisoned record. */
  private interface Poison {
    void send();
  }

  @AfterEach
  void close() {
    stream.close();
  }

  @Test
  void everyPoisonedRecordIsSetAsideForItsReasonAndAllOthersComeOut() {
    var poisons = poisons();
    for (var poison : poisons.values()) {
      healthy(HEALTHY_BETWEEN);
      poison.send();
    }
    healthy(HEALTHY_BETWEEN);
    assertThat(stream.events()).hasSize(HEALTHY_BETWEEN * (poisons.size() + 1));
    assertThat(stream.deadLetters())
        .extracting(DeadLetter::getReason)
        .containsExactlyElementsOf(
            poisons.keySet().stream().map(name -> name.split(" ")[0]).toList());
  }

  private Map<String, Poison> poisons() {
    var poisons = new LinkedHashMap<String, Poison>();
    poisons.put("NOT_AVRO no bytes", () -> stream.send(next().event().getEntityKey(), null));
    poisons.put("NOT_AVRO truncated", () -> bytes(all -> Arrays.copyOf(all, all.length - 7)));
    poisons.put("NOT_AVRO unknown schema id", () -> bytes(PoisonedRecordsTest::withUnknownSchema));
    poisons.put("NOT_AVRO garbage", () -> bytes(all -> "{\"kind\":\"file\"}".getBytes(UTF_8)));
    poisons.put("INVALID_EVENT 10 MB of text", () -> event(e -> e.setText("x".repeat(10 << 20))));
    poisons.put("INVALID_EVENT NUL in a source", () -> event(e -> e.setSource("a\u0000b")));
    poisons.put("INVALID_EVENT NUL in a scope", () -> event(e -> e.setScope("\u0000")));
    poisons.put("INVALID_EVENT NUL in a key", () -> event(e -> e.setEntityKey("file:a\u0000")));
    poisons.put("INVALID_EVENT year 10000", () -> event(e -> e.setOccurredAt(year("+10000"))));
    poisons.put("INVALID_EVENT year -1", () -> event(e -> e.setObservedAt(year("-0001"))));
    poisons.put("MISPLACED", () -> stream.send(fileOf(1, "text")));
    poisons.put("KEY_MISMATCH", this::underAnotherKey);
    return poisons;
  }

  @Test
  void whatIsOddButLegalComesOut() {
    var odd =
        List.of(
            next().with(e -> e.setText("a\u0000b\uFFFF\uD83D\uDE00")),
            next().with(e -> e.setTitle("\u0000")),
            next().with(e -> e.setOccurredAt(Instant.parse("0000-01-01T00:00:00Z"))),
            next().with(e -> e.setOccurredAt(Instant.parse("9999-12-31T23:59:59.999999Z"))),
            next().with(e -> e.setText("x".repeat(512 * 1024))),
            next().with(e -> e.setPayload(ByteBuffer.allocate(1 << 20))));
    stream.send(odd.toArray(Raw[]::new));
    assertThat(stream.deadLetters()).isEmpty();
    assertThat(stream.events())
        .extracting(event -> event.getText().orElse(""))
        .containsExactlyElementsOf(
            odd.stream().map(raw -> raw.event().getText().orElse("")).toList());
  }

  /** The clock of a reader: which version is newer is decided by what it observed. */
  @Test
  void aReadersClockThatRunsBackwardsLosesNothing() {
    var file = next();
    stream.send(file.with(e -> e.setText("new")).observed(1_000));
    stream.send(file.with(e -> e.setText("old")).observed(10));
    stream.send(file.with(e -> e.setText("new")).observed(20));
    assertThat(stream.deadLetters()).isEmpty();
    assertThat(stream.events())
        .extracting(event -> event.getText().orElse(""), Event::getCurrent)
        .containsExactly(tuple("new", true), tuple("old", false));
  }

  /** The clock of a broker: its time is ingestion time, and only that. */
  @Test
  void aBrokersClockThatRunsBackwardsLosesNothing() {
    stream.send(next());
    stream.turnBack(Duration.ofDays(400));
    var file = next();
    stream.send(file, file.with(e -> e.setText("again")).observed(2), file.observed(3));
    assertThat(stream.deadLetters()).isEmpty();
    assertThat(stream.events()).extracting(Event::getRevision).containsExactly(0L, 0L, 1L, 2L);
  }

  private void healthy(int count) {
    for (int i = 0; i < count; i++) {
      stream.send(next());
    }
  }

  /** A file that belongs on the driver's partition. */
  private Raw next() {
    return fileOf(0, "text " + files);
  }

  private Raw fileOf(int partition, String text) {
    while (EntityKey.file("root", ++files + ".txt").partition(PARTITIONS) != partition) {
      // The next name may belong there.
    }
    return Raw.file(files + ".txt", text);
  }

  private void event(Consumer<RawEvent> change) {
    stream.send(next().with(change));
  }

  private void bytes(UnaryOperator<byte[]> change) {
    var raw = next().event();
    stream.send(
        raw.getEntityKey(), change.apply(stream.encode(TestStream.RAW, RawEvent.class, raw)));
  }

  private void underAnotherKey() {
    var bytes = stream.encode(TestStream.RAW, RawEvent.class, next().event());
    stream.send(next().event().getEntityKey(), bytes);
  }

  private static byte[] withUnknownSchema(byte[] bytes) {
    return ByteBuffer.wrap(bytes).putInt(1, 4711).array();
  }

  private static Instant year(String year) {
    return Instant.parse(year + "-01-01T00:00:00Z");
  }
}

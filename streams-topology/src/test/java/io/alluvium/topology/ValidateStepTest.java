package io.alluvium.topology;

import static io.alluvium.topology.Raw.file;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.alluvium.schemas.DeadLetter;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.RawEvent;
import io.alluvium.schemas.VersionOrder;
import io.alluvium.schemas.registry.RegistryUnreachableException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is set aside, why, and that the partition goes on. */
final class ValidateStepTest {
  private final TestStream stream = TestStream.ingest();

  @AfterEach
  void close() {
    stream.close();
  }

  @Test
  void setsAsideWhatIsNotAvroAndGoesOn() {
    stream.send("file:root/a", "no avro".getBytes(UTF_8));
    stream.send("file:root/a", null);
    stream.send("file:root/a", new byte[] {0, 0, 0, 1, 0, 7});
    stream.send(file("b.txt", "fine"));
    assertThat(reasons()).containsExactly("NOT_AVRO", "NOT_AVRO", "NOT_AVRO");
    assertThat(stream.events()).hasSize(1);
  }

  @Test
  void setsAsideTruncatedAvro() {
    var bytes = stream.encode(TestStream.RAW, RawEvent.class, file("a.txt", "text").event());
    stream.send("file:root/a.txt", Arrays.copyOf(bytes, bytes.length - 5));
    assertThat(reasons()).containsExactly("NOT_AVRO");
  }

  @Test
  void setsAsideAvroThatIsNoRawEvent() {
    stream.send(
        "file:root/a",
        stream.encode(TestStream.RAW, VersionOrder.class, new VersionOrder(1L, 2L, 3L)));
    assertThat(reasons()).containsExactly("WRONG_SCHEMA");
  }

  @Test
  void setsAsideARecordUnderAnotherKey() {
    var bytes = stream.encode(TestStream.RAW, RawEvent.class, file("a.txt", "text").event());
    stream.send("file:root/b.txt", bytes);
    stream.send(null, bytes);
    assertThat(reasons()).containsExactly("KEY_MISMATCH", "KEY_MISMATCH");
  }

  @Test
  void setsAsideARecordOnTheWrongPartition() {
    try (var eight = TestStream.ingest(8, Duration.ofDays(30))) {
      // The test driver's topics have one partition, 0.
      for (int i = 0; i < 40; i++) {
        eight.send(file(i + ".txt", "text"));
      }
      var events = eight.events();
      assertThat(events)
          .isNotEmpty()
          .allMatch(event -> TestStream.partition(event.getEntityKey(), 8) == 0);
      assertThat(eight.deadLetters())
          .hasSize(40 - events.size())
          .extracting(DeadLetter::getReason)
          .containsOnly("MISPLACED");
    }
  }

  static Stream<Arguments> brokenRules() {
    return Stream.of(
        broken("source", event -> event.setSource(" ")),
        broken("source", event -> event.setSource("a\u0000b")),
        broken("connectorType", event -> event.setConnectorType("")),
        broken("scope", event -> event.setScope("")),
        broken("entityKey", event -> event.setEntityKey("no-colon")),
        broken("kind", event -> event.setKind("thing")),
        broken("deletion", event -> event.setDeletion("maybe")),
        broken("visibility", event -> event.setVisibility("secret")),
        broken("occurredAt", event -> event.setOccurredAt(Instant.parse("+10000-01-01T00:00:00Z"))),
        broken("observedAt", event -> event.setObservedAt(Instant.parse("-0001-01-01T00:00:00Z"))),
        broken("text", event -> event.setText("x".repeat(512 * 1024 + 1))),
        broken("payload", event -> event.setPayload(ByteBuffer.allocate(1024 * 1024 + 1))));
  }

  private static Arguments broken(String field, Consumer<RawEvent> change) {
    return Arguments.of(field, file("a.txt", "text").with(change));
  }

  @ParameterizedTest
  @MethodSource("brokenRules")
  void setsAsideAnEventThatBreaksARule(String field, Raw raw) {
    stream.send(raw);
    assertThat(stream.deadLetters())
        .singleElement()
        .satisfies(letter -> assertThat(letter.getReason()).isEqualTo("INVALID_EVENT"))
        .satisfies(letter -> assertThat(letter.getMessage()).startsWith(field));
    assertThat(stream.events()).isEmpty();
  }

  @Test
  void keepsEventsOfTheYears0And9999() {
    stream.send(
        file("a.txt", "a").with(e -> e.setOccurredAt(Instant.parse("0000-01-01T00:00:00Z"))),
        file("b.txt", "b").with(e -> e.setOccurredAt(Instant.parse("9999-12-31T23:59:59Z"))));
    assertThat(stream.events()).hasSize(2);
  }

  @Test
  void keepsTheBytesTheHeadersAndThePlaceOfWhatIsSetAside() {
    var headers = new RecordHeaders().add("ce_source", "laptop".getBytes(UTF_8)).add("x", null);
    stream.send("file:root/a", "no avro".getBytes(UTF_8), headers);
    var record = stream.records(TestStream.TOPICS.deadLetters()).getFirst();
    assertThat(TestStream.header(record.headers(), "reason")).isEqualTo("NOT_AVRO");
    assertThat(new String(record.key(), UTF_8)).isEqualTo("file:root/a");
    stream.send("file:root/a", "no avro".getBytes(UTF_8), headers);
    assertThat(stream.deadLetters())
        .singleElement()
        .satisfies(letter ->
            assertThat(letter.getValue()).contains(ByteBuffer.wrap("no avro".getBytes(UTF_8))))
        .satisfies(letter -> assertThat(letter.getHeaders()).containsOnlyKeys("ce_source", "x"))
        .extracting(DeadLetter::getTopic, DeadLetter::getOffset, l -> l.getSource().orElse(null))
        .isEqualTo(tuple(TestStream.RAW, 1L, "laptop").toList());
  }

  @Test
  void setsAsideARecordTooLargeToBeWrittenAgainWithoutItsBytes() {
    var huge = "y".repeat(2 * 1024 * 1024);
    stream.send(
        file("a.txt", "text")
            .with(event -> event.setAttributes(java.util.Map.of("a", huge, "b", huge))));
    assertThat(stream.deadLetters())
        .singleElement()
        .satisfies(letter -> assertThat(letter.getReason()).isEqualTo("INVALID_EVENT"))
        .satisfies(letter -> assertThat(letter.getValue()).isEmpty());
  }

  @Test
  void triesAgainWhenTheRegistryIsAway() {
    var bytes = stream.encode(TestStream.RAW, RawEvent.class, file("a.txt", "text").event());
    stream.registry().goAway();
    assertThatThrownBy(() -> stream.send("file:root/a.txt", bytes))
        .hasRootCauseInstanceOf(java.io.IOException.class)
        .hasStackTraceContaining(RegistryUnreachableException.class.getSimpleName());
    assertThat(stream.records(TestStream.TOPICS.deadLetters())).isEmpty();
  }

  @Test
  void headersFollowCloudEvents() {
    stream.send(file("a.txt", "text").from("my laptop"));
    var record = stream.records(TestStream.TOPICS.events()).getFirst();
    stream.send(file("a.txt", "other").from("my laptop").observed(2));
    Event event = stream.events().getFirst();
    assertThat(TestStream.header(record.headers(), "ce_specversion")).isEqualTo("1.0");
    assertThat(TestStream.header(record.headers(), "ce_id")).matches("[0-9a-f]{64}\\.0");
    assertThat(TestStream.header(record.headers(), "ce_source")).isEqualTo("my%20laptop");
    assertThat(TestStream.header(record.headers(), "ce_type")).isEqualTo("file.created");
    assertThat(TestStream.header(record.headers(), "ce_time")).isEqualTo("2026-11-20T10:00:00Z");
    assertThat(new String(record.key(), UTF_8)).isEqualTo(event.getEntityKey());
  }

  @Test
  void stampsTheTimeOfTheRawRecord() {
    stream.pass(Duration.ofMinutes(3));
    stream.send(file("a.txt", "text"));
    assertThat(stream.events())
        .singleElement()
        .extracting(Event::getIngestedAt)
        .isEqualTo(stream.now());
  }

  private Stream<String> letters() {
    return stream.deadLetters().stream().map(DeadLetter::getReason);
  }

  private java.util.List<String> reasons() {
    return letters().toList();
  }
}

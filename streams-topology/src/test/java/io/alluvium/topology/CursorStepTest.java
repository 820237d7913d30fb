package io.alluvium.topology;

import static io.alluvium.topology.Raw.commit;
import static io.alluvium.topology.Raw.file;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.alluvium.schemas.Cursor;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exact counts, published within a second. */
final class CursorStepTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private final TestStream stream = TestStream.ingest();

  @AfterEach
  void close() {
    stream.close();
  }

  @Test
  void countsEveryVerdict() {
    stream.send(
        commit("c0ffee").observed(1),
        commit("c0ffee").observed(2),
        commit("c0ffee").from("mirror").observed(3),
        file("a.txt", "one").observed(4),
        file("a.txt", "two").observed(5),
        file("a.txt", "three").with(event -> event.setKind("thing")));
    stream.pass(SECOND);
    assertThat(stream.cursors())
        .extracting(
            Cursor::getSource,
            Cursor::getOffset,
            Cursor::getRead,
            Cursor::getPublished,
            Cursor::getSightings,
            Cursor::getDuplicates,
            Cursor::getDeadLettered)
        .containsExactlyInAnyOrder(
            tuple("laptop", 6L, 5L, 3L, 0L, 1L, 1L), tuple("mirror", 3L, 1L, 0L, 1L, 0L, 0L));
  }

  @Test
  void countsWhatBecameOfTheLastRunApart() {
    stream.send(file("a.txt", "one").inRun(NOON), file("b.txt", "one").inRun(NOON).observed(2));
    var next = NOON.plusSeconds(60);
    stream.send(
        file("a.txt", "one").inRun(next).observed(3),
        file("b.txt", "two").inRun(next).observed(4),
        file("b.txt", "two").inRun(next).observed(5),
        file("c.txt", "three").inRun(next).observed(6).with(event -> event.setKind("thing")));
    stream.pass(SECOND);
    assertThat(stream.cursors())
        .singleElement()
        .satisfies(cursor -> {
          assertThat(cursor.getRun()).contains(next);
          assertThat(cursor.getPublished()).isEqualTo(3);
          assertThat(cursor.getRunPublished()).isEqualTo(1);
          assertThat(cursor.getRunDuplicates()).isEqualTo(2);
          assertThat(cursor.getRunDeadLettered()).isEqualTo(1);
        });
  }

  @Test
  void readsWhatWasStoredBeforeRunsWereCounted() {
    // Source, scope, topic, partition 0, offset 41, read 40, ... as format 1 wrote them.
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {1, 2, 's', 2, '/', 2, 't', 0, 82, 80, 80, 0, 0, 0, 0, 0, 0});
    var serde = StoreSerde.of(Cursor.class, "Cursor.1.avsc");
    var cursor = serde.deserializer().deserialize(CursorStore.STORE, bytes.toByteArray());
    assertThat(cursor.getPublished()).isEqualTo(40);
    assertThat(cursor.getRun()).isEmpty();
    assertThat(serde.serializer().serialize(CursorStore.STORE, cursor)).startsWith(2);
  }

  @Test
  void keepsACursorPerScope() {
    stream.send(file("a.txt", "one").inScope("/a"), file("b.txt", "two").inScope("/b"));
    stream.pass(SECOND);
    assertThat(stream.cursors())
        .extracting(Cursor::getScope, Cursor::getTopic, Cursor::getPartition)
        .containsExactlyInAnyOrder(tuple("/a", TestStream.RAW, 0), tuple("/b", TestStream.RAW, 0));
  }

  @Test
  void publishesOnceASecondAndOnlyWhatMoved() {
    stream.send(file("a.txt", "one"), file("b.txt", "one").inScope("/b"));
    assertThat(stream.cursors()).isEmpty();
    stream.pass(SECOND);
    assertThat(stream.cursors()).hasSize(2);
    stream.pass(SECOND);
    assertThat(stream.cursors()).isEmpty();
    stream.send(file("a.txt", "one").observed(2), file("a.txt", "one").observed(3));
    stream.pass(SECOND);
    assertThat(stream.cursors())
        .singleElement()
        .satisfies(cursor -> assertThat(cursor.getRead()).isEqualTo(3));
  }

  @Test
  void countsWhatCannotBeReadUnderTheSourceOfItsHeader() {
    stream.send("k", "no avro".getBytes(UTF_8));
    stream.pass(SECOND);
    assertThat(stream.cursors())
        .extracting(Cursor::getSource, Cursor::getScope, Cursor::getDeadLettered)
        .containsExactly(tuple("", "", 1L));
  }

  @Test
  void namesItsRecordBySourceScopeTopicAndPartition() {
    stream.send(file("a.txt", "one"));
    stream.pass(SECOND);
    assertThat(stream.records(TestStream.TOPICS.cursors()))
        .extracting(record -> new String(record.key(), UTF_8))
        .containsExactly(String.join("\u0000", "laptop", "/work", TestStream.RAW, "0"));
  }

  @Test
  void storesEveryMoveWithItsCommit() {
    stream.send(file("a.txt", "one"), file("a.txt", "one").observed(2));
    KeyValueStore<String, Cursor> cursors = stream.store(CursorStore.STORE);
    assertThat(cursors.get(String.join("\u0000", "laptop", "/work", TestStream.RAW, "0")))
        .extracting(Cursor::getRead, Cursor::getOffset)
        .containsExactly(2L, 2L);
  }

  @Test
  void goesOnCountingAfterARestartAndPublishesWhatWasNotPublishedBefore(@TempDir Path directory) {
    var key = String.join("\u0000", "laptop", "/work", TestStream.RAW, "0");
    var context =
        new MockProcessorContext<byte[], Cursor>(
            new Properties(), new TaskId(0, 0), directory.toFile());
    var store = CursorStore.builder().withLoggingDisabled().build();
    store.init(context.getStateStoreContext(), store);
    context.addStateStore(store);
    store.put(key, cursor(41, 40));

    var restarted = new CursorStep().get();
    restarted.init(context);
    var publication = context.scheduledPunctuators().getFirst();
    publication.getPunctuator().punctuate(1_000);
    assertThat(context.forwarded())
        .singleElement()
        .satisfies(f -> assertThat(f.record().value().getOffset()).isEqualTo(41));
    assertThat(publication.cancelled()).isTrue();

    context.setRecordMetadata(TestStream.RAW, 0, 41);
    var verdict = new Verdict.Duplicate(new Reporter("laptop", "/work", Instant.EPOCH, null));
    restarted.process(new Record<>(key.getBytes(UTF_8), verdict, 0));
    assertThat(store.get(key).getOffset()).isEqualTo(41);
    ((CachedStateStore<?, ?>) store).flushCache();
    assertThat(store.get(key))
        .extracting(Cursor::getOffset, Cursor::getRead, Cursor::getDuplicates)
        .containsExactly(42L, 41L, 1L);
    store.close();
  }

  private static Cursor cursor(long offset, long read) {
    return Cursor.newBuilder()
        .setSource("laptop")
        .setScope("/work")
        .setTopic(TestStream.RAW)
        .setPartition(0)
        .setOffset(offset)
        .setRead(read)
        .setPublished(read)
        .setSightings(0)
        .setDuplicates(0)
        .setDeadLettered(0)
        .setUpdatedAt(Instant.EPOCH)
        .build();
  }
}

package io.alluvium.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.schemas.EntityState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.zip.ZipInputStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The state of one task as a version before left it on a real broker, when the stores were Streams'
 * own: files that were sent once, and five of them a second time with another text.
 */
final class PreviousStateTest {
  private static final String STATE = "/state-of-streams-own-stores.zip";
  private static final int TASK = 2;

  @TempDir Path directory;

  @Test
  void isTakenOverWithItsOffsetsAndNothingIsRestored() throws IOException {
    unpack();
    var entities = EntityStore.builder().withLoggingDisabled().build();
    open(entities);
    assertThat(entities.committedOffset(changelog(EntityStore.STORE))).isPositive();
    var states = values(entities.all());
    entities.close();
    assertThat(states).extracting(EntityState::getRevision).contains(0L, 1L);

    var hashes = FirstSeen.builder().withLoggingDisabled().build();
    open(hashes);
    assertThat(hashes.committedOffset(changelog(FirstSeen.STORE))).isPositive();
    assertRemembersWhatWasSuperseded(states, hashes);
    hashes.close();
  }

  private static void assertRemembersWhatWasSuperseded(
      List<EntityState> states, KeyValueStore<Bytes, byte[]> hashes) {
    var firstSeen = new FirstSeen(hashes, Duration.ofDays(30), () -> 0);
    assertThat(states).noneMatch(state -> firstSeen.reporters(state.getContentHash()) != null);
    var edited = states.stream().filter(state -> state.getRevision() > 0).count();
    // An entry by hash and one by time for each.
    assertThat(values(hashes.all())).hasSize((int) (2 * edited));
  }

  private void open(StateStore store) {
    var context =
        new MockProcessorContext<byte[], byte[]>(
            new Properties(), new TaskId(0, TASK), directory.toFile());
    store.init(context.getStateStoreContext(), store);
  }

  private static TopicPartition changelog(String store) {
    return new TopicPartition("test-ingest-" + store + "-changelog", TASK);
  }

  private static <K, V> List<V> values(KeyValueIterator<K, V> rows) {
    try (rows) {
      var values = new ArrayList<V>();
      rows.forEachRemaining(row -> values.add(row.value));
      return values;
    }
  }

  private void unpack() throws IOException {
    var resource = Objects.requireNonNull(PreviousStateTest.class.getResourceAsStream(STATE));
    try (var zip = new ZipInputStream(resource)) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        var file = directory.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.copy(zip, file);
      }
    }
  }
}

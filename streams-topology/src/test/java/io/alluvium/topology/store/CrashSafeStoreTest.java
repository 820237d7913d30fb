package io.alluvium.topology.store;

import static io.alluvium.topology.store.StoreTask.CHANGELOG;
import static io.alluvium.topology.store.StoreTask.bytes;
import static io.alluvium.topology.store.StoreTask.list;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store of ours shows while its transactions run, and what of them stays. */
final class CrashSafeStoreTest {
  private static final long FROM_THE_BEGINNING = CommittedRows.UNKNOWN;

  @TempDir Path directory;

  private StoreTask task;

  @BeforeEach
  void open() {
    task = new StoreTask(directory.resolve("0_0"));
    assertThat(task.open()).isEqualTo(FROM_THE_BEGINNING);
  }

  @AfterEach
  void close() {
    task.store.close();
  }

  @Test
  void showsWhatTheRunningTransactionWrote() {
    task.put("a", "1");
    task.put("b", "1");
    task.put("a", "2");
    assertThat(task.get("a")).isEqualTo("2");
    assertThat(task.store.delete(bytes("a"))).isEqualTo("2".getBytes(UTF_8));
    assertThat(task.get("a")).isNull();
    assertThat(task.store.putIfAbsent(bytes("b"), new byte[0])).isNotEmpty();
    assertThat(task.store.putIfAbsent(bytes("c"), new byte[0])).isNull();
    task.store.putAll(List.of(KeyValue.pair(bytes("d"), new byte[] {'4'})));
    assertThat(task.all()).containsExactly("b=1", "c=", "d=4");
  }

  @Test
  void scansWrittenAndCommittedKeysInOrder() {
    for (var key : List.of("a", "b1", "b3", "b5", "c")) {
      task.put(key, "old");
    }
    task.prepare(4);
    task.put("b2", "new");
    task.put("b3", "new");
    task.put("b5", null);
    task.put("b6", "new");
    assertThat(list(task.store.range(bytes("b1"), bytes("b6"))))
        .containsExactly("b1=old", "b2=new", "b3=new", "b6=new");
    assertThat(list(task.store.reverseRange(bytes("b2"), bytes("c"))))
        .containsExactly("c=old", "b6=new", "b3=new", "b2=new");
    assertThat(list(task.store.prefixScan("b", new StringSerializer()))).hasSize(4);
    assertThat(list(task.store.range(bytes("c"), bytes("a")))).isEmpty();
    assertThat(list(task.store.reverseRange(null, bytes("a")))).containsExactly("a=old");
    assertThat(list(task.store.reverseAll())).hasSize(6).startsWith("c=old");
  }

  @Test
  void keepsRowsOfEveryLength() {
    var lengths = List.of(0, 1, 127, 128, 1_023, 1_024, 4_096, 4_097, 70_000);
    lengths.forEach(length -> task.put("k".repeat(length + 1), "v".repeat(length)));
    task.prepare(1);
    task.put("next", "transaction");
    assertThat(lengths)
        .allSatisfy(
            length -> assertThat(task.get("k".repeat(length + 1))).isEqualTo("v".repeat(length)));
    lengths.forEach(length -> task.put("k".repeat(length + 1), null));
    task.prepare(2);
    task.put("next", "transaction");
    assertThat(lengths).allSatisfy(length -> assertThat(task.get("k".repeat(length + 1))).isNull());
  }

  @Test
  void goesOnWithAScanWhileItsKeysAreDeleted() {
    List.of("a", "b", "c").forEach(key -> task.put(key, "old"));
    task.prepare(2);
    task.put("d", "new");
    try (var rows = task.store.all()) {
      while (rows.hasNext()) {
        task.store.delete(rows.next().key);
      }
    }
    assertThat(task.all()).isEmpty();
  }

  @Test
  void keepsNothingOfATransactionThatWasNotCommitted() {
    task.put("a", "committed");
    task.prepare(7);
    task.put("a", "running");
    task.put("b", "running");
    task.store.close();
    assertThat(task.open()).isEqualTo(7);
    assertThat(task.all()).containsExactly("a=committed");
  }

  @Test
  void keepsNothingOfACommitThatWasPreparedAndFailed() {
    task.put("a", "1");
    task.prepare(7);
    // As Streams does before it closes a task that it could not commit.
    task.prepare(8);
    task.store.close();
    assertThat(task.open()).isEqualTo(FROM_THE_BEGINNING);
    assertThat(task.all()).isEmpty();
  }

  @Test
  void keepsEverythingThatWasCommittedOnClosing() {
    task.put("a", "1");
    task.prepare(7);
    task.put("b", "2");
    task.closeClean(9);
    assertThat(task.open()).isEqualTo(9);
    assertThat(task.all()).containsExactly("a=1", "b=2");
  }

  @Test
  void keepsAnOlderOffsetWhereTheNewOneIsNotKnown() {
    task.put("a", "1");
    task.closeClean(5);
    assertThat(task.open()).isEqualTo(5);
    task.put("b", "2");
    task.store.flushCache();
    task.put("c", "3");
    task.store.close();
    assertThat(task.open()).isEqualTo(5);
    assertThat(task.all()).containsExactly("a=1", "b=2");
  }

  @Test
  void restoresFromTheChangelogAndKnowsHowFar() {
    task.restore(3, "a", "b");
    task.restore(11, "c");
    task.store.close();
    assertThat(task.open()).isEqualTo(11);
    assertThat(task.all()).containsExactly("a=restored", "b=restored", "c=restored");
  }

  @Test
  void losesEverythingWhenStreamsTakesItForCorrupted() {
    task.put("a", "1");
    task.closeClean(5);
    assertThat(task.open()).isEqualTo(5);
    task.store.commit(Map.of());
    assertThat(task.store.committedOffset(CHANGELOG)).isNull();
    task.store.close();
    assertThat(task.open()).isEqualTo(FROM_THE_BEGINNING);
    assertThat(task.all()).isEmpty();
  }

  @Test
  void letsAProcessorWriteBeforeEachCommitAsAPartOfIt() {
    CrashSafeStore.beforeCommit(wrapped(), () -> task.put("count", "1"));
    task.prepare(0);
    CrashSafeStore.beforeCommit(wrapped(), () -> {});
    task.put("next", "2");
    task.store.close();
    assertThat(task.open()).isZero();
    assertThat(task.all()).containsExactly("count=1");
    assertThatThrownBy(() -> CrashSafeStore.beforeCommit(task.store, () -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void closesWhatWasLeftOpenAndMayBeClosedTwice() {
    task.put("a", "1");
    task.prepare(0);
    task.put("b", "2");
    var rows = task.store.all();
    assertThat(rows.hasNext()).isTrue();
    task.store.close();
    task.store.close();
    rows.close();
    assertThat(task.store.isOpen()).isFalse();
    assertThatThrownBy(() -> task.get("a")).isInstanceOf(InvalidStateStoreException.class);
  }

  @Test
  void isOpenedAgainWithoutHavingBeenClosed() {
    task.put("a", "1");
    task.prepare(3);
    task.put("b", "2");
    assertThat(task.open()).isEqualTo(3);
    assertThat(task.all()).containsExactly("a=1");
  }

  /** As {@code getStateStore} returns it: inside Streams' own wrappers. */
  private Wrapper wrapped() {
    return new Wrapper(task.store);
  }
}

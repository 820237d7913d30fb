package io.alluvium.topology.store;

import static io.alluvium.topology.store.StoreTask.CHANGELOG;
import static io.alluvium.topology.store.StoreTask.bytes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;

/** What is on disk after a kill, a deletion by Streams, or a version before this one. */
final class StoreOnDiskTest {
  private static final long FROM_THE_BEGINNING = CommittedRows.UNKNOWN;

  @TempDir Path application;

  private final Properties settings = new Properties();
  private StoreTask task;

  @AfterEach
  void close() {
    if (task != null) {
      task.store.close();
    }
  }

  @Test
  void isAWholeNumberOfTransactionsAfterAKill() throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var killed =
        new ProcessBuilder(
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                KilledWriter.class.getName(),
                taskDirectory().toString())
            .redirectErrorStream(true)
            .redirectOutput(application.resolve("log").toFile())
            .start();
    assertThat(killed.waitFor()).isEqualTo(KilledWriter.STATUS);

    long transaction = open() / KilledWriter.ROWS;
    assertThat(transaction).isBetween(5L, (long) KilledWriter.TRANSACTIONS - 1);
    for (int row = 0; row < KilledWriter.ROWS; row++) {
      assertThat(task.store.get(bytes("row" + row)))
          .startsWith(ByteBuffer.allocate(Long.BYTES).putLong(transaction).array());
    }
  }

  @Test
  void survivesTheDeletionOfATaskThatWasClosedWithoutACommit() throws Exception {
    open();
    task.put("a", "1");
    task.prepare(7);
    task.put("b", "2");
    task.store.close();
    Utils.delete(taskDirectory().toFile());
    assertThat(open()).isEqualTo(7);
    assertThat(task.all()).containsExactly("a=1");
  }

  @Test
  void isDeletedWithATaskThatWasCommitted() throws Exception {
    open();
    task.put("a", "1");
    task.closeClean(7);
    Utils.delete(taskDirectory().toFile());
    assertThat(open()).isEqualTo(FROM_THE_BEGINNING);
  }

  @Test
  void isDeletedWithATaskThatStreamsTookForCorrupted() throws Exception {
    open();
    task.put("a", "1");
    task.prepare(7);
    task.put("b", "2");
    task.store.commit(Map.of());
    task.store.close();
    Utils.delete(taskDirectory().toFile());
    assertThat(open()).isEqualTo(FROM_THE_BEGINNING);
  }

  @Test
  void forgetsWhatLaySetAsideForLongerThanAChangelogKeepsDeletions() throws Exception {
    open();
    task.put("a", "1");
    task.prepare(7);
    task.put("b", "2");
    task.store.close();
    var aside = application.resolve("aside/0_0").resolve(StoreTask.STORE);
    assertThat(aside).isDirectory();
    Files.setLastModifiedTime(aside, FileTime.from(Instant.now().minus(Duration.ofHours(13))));
    assertThat(open()).isEqualTo(FROM_THE_BEGINNING);
    assertThat(aside).doesNotExist();
  }

  @Test
  void takesOverAStoreOfTheVersionBeforeThatWasClosedInOrder() {
    writeAsBefore();
    assertThat(open()).isEqualTo(41);
    assertThat(task.all()).containsExactly("a=1", "b=2");
    task.put("c", "3");
    task.closeClean(42);
    assertThat(open()).isEqualTo(42);
    assertThat(task.all()).hasSize(3);
  }

  @Test
  void restoresAStoreOfTheVersionBeforeThatWasKilled() throws Exception {
    writeAsBefore();
    markOpen();
    assertThat(open()).isEqualTo(FROM_THE_BEGINNING);
    assertThat(task.all()).isEmpty();
  }

  @Test
  void isNoStoreToTheVersionBeforeThatItWouldTrust() throws Exception {
    open();
    task.put("a", "1");
    task.closeClean(3);
    assertThat(status()).isEqualTo(1);
  }

  @Test
  void restoresWhatIsBroken() throws Exception {
    open();
    task.put("a", "1");
    task.closeClean(3);
    try (var files = Files.list(storeDirectory())) {
      for (var file : files.filter(f -> f.toString().endsWith(".sst")).toList()) {
        Files.write(file, new byte[10]);
      }
    }
    assertThat(open()).isEqualTo(FROM_THE_BEGINNING);
    assertThat(task.all()).isEmpty();
  }

  private Long open() {
    task = new StoreTask(taskDirectory());
    return task.open();
  }

  private Path taskDirectory() {
    return application.resolve("0_0");
  }

  private Path storeDirectory() {
    return taskDirectory().resolve("rocksdb").resolve(StoreTask.STORE);
  }

  /** The store that was used until now, closed in order. */
  private void writeAsBefore() {
    settings.put("application.id", "app");
    settings.put("bootstrap.servers", "unused:1");
    settings.put("processing.guarantee", "exactly_once_v2");
    settings.put("rocksdb.config.setter", SharedRocksMemory.class);
    var context = new MockProcessorContext<>(settings, new TaskId(0, 0), taskDirectory().toFile());
    var before = Stores.persistentKeyValueStore(StoreTask.STORE).get();
    before.init(context.getStateStoreContext(), before);
    before.put(bytes("a"), "1".getBytes(UTF_8));
    before.put(bytes("b"), "2".getBytes(UTF_8));
    before.commit(Map.of(CHANGELOG, 41L));
    before.close();
  }

  private long status() throws Exception {
    return status(null);
  }

  /** As a kill leaves it. */
  private void markOpen() throws Exception {
    status(1L);
  }

  private long status(Long change) throws Exception {
    var key = "status".getBytes(UTF_8);
    var families =
        List.of(
            new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY),
            new ColumnFamilyDescriptor("offsets".getBytes(UTF_8)));
    var handles = new ArrayList<ColumnFamilyHandle>();
    try (var options = new DBOptions();
        var database = RocksDB.open(options, storeDirectory().toString(), families, handles)) {
      if (change != null) {
        database.put(handles.get(1), key, ByteBuffer.allocate(Long.BYTES).putLong(change).array());
      }
      var status = ByteBuffer.wrap(database.get(handles.get(1), key)).getLong();
      handles.forEach(ColumnFamilyHandle::close);
      return status;
    }
  }
}

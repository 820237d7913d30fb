package io.alluvium.sinks.lucene;

import static io.alluvium.sinks.TestEvent.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.sinks.TierCorruptedException;
import io.alluvium.sinks.TierException;
import io.alluvium.sinks.TierOffsets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StorageTest {
  private static final TierOffsets OFFSETS =
      new TierOffsets(Map.of(new TopicPartition("alluvium.events", 0), 1L));

  @TempDir Path directory;
  private final LuceneResources resources = new LuceneResources(1);

  @AfterEach
  void closeResources() {
    resources.close();
  }

  @Test
  void refusesANewerFormat() throws IOException {
    commit(Map.of("alluvium.format", "4", "offset.alluvium.events-0", "1"));
    assertThatThrownBy(this::open)
        .isExactlyInstanceOf(TierException.class)
        .hasMessageContaining("has format 4, this version of Alluvium reads up to 3");
  }

  @Test
  void buildsAShardOfTheFirstFormatAgainFromTheLog() throws IOException {
    Files.createDirectories(shard());
    try (var files = FSDirectory.open(shard());
        var writer = new IndexWriter(files, new IndexWriterConfig())) {
      var document = new Document();
      document.add(new StringField("id", "a".repeat(64), Field.Store.YES));
      document.add(new TextField("revision", "in another way than now", Field.Store.YES));
      document.add(new NumericDocValuesField("current", 1));
      writer.addDocument(document);
      writer.setLiveCommitData(
          Map.of("alluvium.format", "1", "offset.alluvium.events-0", "1").entrySet());
      writer.commit();
    }
    try (var tier = LuceneTier.hot(directory, resources)) {
      assertThat(tier.open(0).offsets()).isEqualTo(TierOffsets.NONE);
      assertThat(tier.entities()).isZero();
    }
    // Nothing was committed: it is still the old one, and begins anew again.
    filled();
    try (var tier = LuceneTier.hot(directory, resources)) {
      assertThat(tier.open(0).offsets()).isEqualTo(OFFSETS);
      assertThat(tier.entities()).isEqualTo(1);
    }
  }

  @Test
  void opensManyShardsAtOnceAndNamesTheOneThatFails() throws IOException {
    filled();
    try (var tier = LuceneTier.hot(directory, resources)) {
      var shards = tier.open(IntStream.range(0, 40).boxed().collect(Collectors.toSet()));
      assertThat(shards).hasSize(40);
      assertThat(shards.get(0).offsets()).isEqualTo(OFFSETS);
    }
    damage("segments_");
    try (var tier = LuceneTier.hot(directory, resources)) {
      assertThatThrownBy(() -> tier.open(Set.of(0, 1, 2)))
          .isInstanceOf(TierCorruptedException.class)
          .hasMessageContaining("Delete " + shard());
    }
  }

  @Test
  void refusesAShardOfTheOtherTier() {
    filled();
    try (var warm = LuceneTier.warm(directory, true, resources)) {
      assertThatThrownBy(() -> warm.open(0))
          .isExactlyInstanceOf(TierException.class)
          .hasMessageContaining("belongs to tier hot, not to warm");
    }
  }

  @Test
  void refusesDataWithoutOffsets() throws IOException {
    commit(Map.of("alluvium.format", "3"));
    assertThatThrownBy(this::open)
        .isInstanceOf(TierCorruptedException.class)
        .hasMessageContaining("holds data without offsets")
        .hasMessageContaining("to rebuild it from the log");
  }

  @Test
  void refusesOffsetsThatCannotBeRead() throws IOException {
    commit(Map.of("alluvium.format", "3", "offset.alluvium.events-0", "many"));
    assertThatThrownBy(this::open).isInstanceOf(TierCorruptedException.class);
  }

  @Test
  void refusesAShardThatAnotherWriterHas() throws IOException {
    Files.createDirectories(shard());
    try (var files = FSDirectory.open(shard());
        var writer = new IndexWriter(files, new IndexWriterConfig())) {
      assertThat(writer.isOpen()).isTrue();
      assertThatThrownBy(this::open)
          .isExactlyInstanceOf(TierException.class)
          .hasMessageContaining("in use by another process");
    }
  }

  @Test
  void opensDespiteTheLockFileOfADeadProcess() throws IOException {
    filled();
    Files.write(shard().resolve("write.lock"), new byte[0]);
    open();
  }

  @Test
  void namesTheRebuildWhenTheCommitIsDamaged() throws IOException {
    filled();
    damage("segments_");
    assertThatThrownBy(this::open)
        .isInstanceOf(TierCorruptedException.class)
        .hasMessageContaining("Delete " + shard() + " to rebuild it from the log");
  }

  @Test
  void namesTheRebuildWhenAFileIsMissing() throws IOException {
    filled();
    Files.delete(file(".cfs"));
    assertThatThrownBy(this::open)
        .isInstanceOf(TierCorruptedException.class)
        .hasMessageContaining("to rebuild it from the log");
  }

  @Test
  void namesTheRebuildWhenAFileIsTruncated() throws IOException {
    filled();
    try (var channel = FileChannel.open(file(".cfs"), StandardOpenOption.WRITE)) {
      channel.truncate(100);
    }
    assertThatThrownBy(this::open).isInstanceOf(TierCorruptedException.class);
  }

  @Test
  void opensEmptyAfterTheShardWasDeletedToRebuild() throws IOException {
    filled();
    try (var files = Files.walk(shard())) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    try (var tier = LuceneTier.hot(directory, resources)) {
      assertThat(tier.open(0).offsets()).isEqualTo(TierOffsets.NONE);
    }
  }

  @Test
  void opensEmptyAfterACrashBeforeTheFirstCommit() throws IOException {
    Files.createDirectories(shard());
    Files.write(shard().resolve("_0.cfs"), new byte[10]);
    try (var tier = LuceneTier.hot(directory, resources)) {
      assertThat(tier.open(0).offsets()).isEqualTo(TierOffsets.NONE);
    }
  }

  private void open() {
    try (var tier = LuceneTier.hot(directory, resources)) {
      tier.open(0);
    }
  }

  private void filled() {
    try (var tier = LuceneTier.hot(directory, resources)) {
      var shard = tier.open(0);
      shard.apply(version("file:a", 0, "text").bare());
      shard.commit(OFFSETS);
    }
  }

  private void commit(Map<String, String> data) throws IOException {
    Files.createDirectories(shard());
    try (var files = FSDirectory.open(shard());
        var writer = new IndexWriter(files, new IndexWriterConfig())) {
      writer.setLiveCommitData(data.entrySet());
      writer.commit();
    }
  }

  private void damage(String name) throws IOException {
    try (var channel = FileChannel.open(file(name), StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {42}), channel.size() / 2);
    }
  }

  private Path file(String part) throws IOException {
    try (var files = Files.list(shard())) {
      return files
          .filter(file -> file.getFileName().toString().contains(part))
          .findFirst()
          .orElseThrow();
    }
  }

  private Path shard() {
    return directory.resolve("0");
  }
}

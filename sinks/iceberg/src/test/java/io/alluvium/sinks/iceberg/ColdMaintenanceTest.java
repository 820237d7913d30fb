package io.alluvium.sinks.iceberg;

import static io.alluvium.sinks.TestEvent.version;
import static io.alluvium.sinks.iceberg.TestTables.offsets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.sinks.TestFacts;
import io.alluvium.sinks.TierCorruptedException;
import io.alluvium.sinks.TierRecord;
import io.alluvium.sinks.TierTopic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ColdMaintenanceTest {
  private static final ColdMaintenance.Limits AT_ONCE =
      new ColdMaintenance.Limits(Duration.ZERO, Duration.ZERO, 64L << 20, 2);

  @TempDir Path directory;

  @Test
  void putsSmallFilesOfADayTogetherAndKeepsRowsAndOffsets() throws IOException {
    try (var tier = TestTables.tier(directory)) {
      fill(tier, 5);
      var before = tier.archive().versions("file:a");
      var heard = new ArrayList<ColdMaintenance.Progress>();
      var done = tier.maintenance(AT_ONCE).run(heard::add);
      assertThat(done.rewritten()).isEqualTo(10);
      assertThat(done.written()).isEqualTo(2);
      assertThat(heard).extracting(ColdMaintenance.Progress::table).contains("events", "");
      assertThat(tier.archive().versions("file:a")).isEqualTo(before).hasSize(5);
      var table = TestTables.table(directory, ColdTable.EVENTS);
      assertThat(table.newScan().planFiles()).hasSize(1);
      assertThat(table.currentSnapshot().summary())
          .containsEntry("alluvium.offsets.alluvium.events", "0:5");
      assertThat(tier.maintenance(AT_ONCE).run(none -> {}).rewritten()).isZero();
    }
  }

  @Test
  void ofEnrichmentsAndStatesOnlyWhatCountsIsLeft() {
    var key = TestFacts.key(TierTopic.LINKS, 1);
    try (var tier = TestTables.tier(directory)) {
      var shard = tier.open(0);
      for (int i = 1; i <= 4; i++) {
        shard.apply(version("file:a", 0, "one").enriched(i));
        shard.apply(
            new TierRecord.Fact(
                TierTopic.LINKS, key, i, Instant.EPOCH, TestFacts.of(TierTopic.LINKS, 1, "w" + i)));
        shard.commit(offsets(0, Map.of(TierTopic.ENRICHED, (long) i, TierTopic.LINKS, i + 1L)));
      }
      tier.maintenance(AT_ONCE).run(none -> {});
      var enrichments = TestTables.table(directory, ColdTable.ENRICHMENTS).currentSnapshot();
      assertThat(enrichments.summary()).containsEntry("total-records", "1");
      assertThat(tier.archive().facts(TierTopic.LINKS, TestFacts.ENTITY))
          .singleElement()
          .satisfies(fact -> assertThat(TestFacts.word(fact.value())).isEqualTo("w4"));
    }
  }

  @Test
  void deletesEveryFileThatNoSnapshotNamesAndNoOther() throws IOException {
    try (var tier = TestTables.tier(directory)) {
      fill(tier, 4);
      var stray = directory.resolve("warehouse/alluvium/events/data/stray.parquet");
      Files.writeString(stray, "left by a crash");
      tier.maintenance(AT_ONCE).run(none -> {});
      tier.maintenance(AT_ONCE).run(none -> {});
      assertThat(stray).doesNotExist();
      var table = TestTables.table(directory, ColdTable.EVENTS);
      assertThat(table.snapshots()).hasSize(1);
      assertThat(files("events")).containsExactlyInAnyOrderElementsOf(OrphanFiles.named(table));
      assertThat(tier.archive().versions("file:a")).hasSize(4);
    }
  }

  @Test
  void leavesYoungFilesAlone() throws IOException {
    try (var tier = TestTables.tier(directory)) {
      fill(tier, 1);
      var stray = directory.resolve("warehouse/alluvium/events/data/stray.parquet");
      Files.writeString(stray, "perhaps being committed");
      tier.maintenance(ColdMaintenance.Limits.USUAL).run(none -> {});
      assertThat(stray).exists();
    }
  }

  @Test
  void theReaderGoesOnAfterMaintenanceAsIfNothingWas() {
    try (var tier = TestTables.tier(directory)) {
      fill(tier, 3);
      tier.maintenance(AT_ONCE).run(none -> {});
      var shard = tier.open(0);
      shard.apply(version("file:a", 3, "after").bare());
      shard.commit(offsets(0, 4, 3));
      assertThat(tier.archive().versions("file:a")).hasSize(4);
    }
  }

  @Test
  void aFlippedBitIsFoundAndItsFileNamed() throws IOException {
    try (var tier = TestTables.tier(directory)) {
      fill(tier, 3);
      assertThat(tier.verification().run(none -> {})).isEmpty();
      var table = TestTables.table(directory, ColdTable.EVENTS);
      var file = table.newScan().planFiles().iterator().next().file().location();
      for (long at : new long[] {0, Files.size(Path.of(file)) / 2, Files.size(Path.of(file)) - 1}) {
        flip(Path.of(file), at);
        assertThat(tier.verification().run(none -> {}))
            .singleElement()
            .satisfies(damage -> {
              assertThat(damage.table()).isEqualTo("events");
              assertThat(damage.file()).isEqualTo(file);
              assertThat(damage.what()).startsWith("its bytes hash to");
            });
        flip(Path.of(file), at);
      }
      Files.delete(Path.of(file));
      assertThat(tier.verification().run(none -> {}))
          .singleElement()
          .satisfies(damage -> assertThat(damage.what()).startsWith("it is not there"));
    }
  }

  @Test
  void aDamagedFileIsNotPutTogetherWithOthersAndAllElseIsDone() throws IOException {
    try (var tier = TestTables.tier(directory)) {
      fill(tier, 3);
      var table = TestTables.table(directory, ColdTable.EVENTS);
      var file = table.newScan().planFiles().iterator().next().file().location();
      flip(Path.of(file), Files.size(Path.of(file)) / 2);
      var heard = new ArrayList<ColdMaintenance.Progress>();
      assertThatThrownBy(() -> tier.maintenance(AT_ONCE).run(heard::add))
          .isInstanceOf(TierCorruptedException.class)
          .hasMessageContaining(file);
      assertThat(heard.getLast().rewritten()).isEqualTo(3);
      assertThat(TestTables.table(directory, ColdTable.EVENTS).newScan().planFiles()).hasSize(3);
      assertThat(TestTables.table(directory, ColdTable.ENRICHMENTS).newScan().planFiles())
          .hasSize(1);
    }
  }

  private static void flip(Path file, long at) throws IOException {
    var bytes = Files.readAllBytes(file);
    bytes[(int) at] ^= 4;
    Files.write(file, bytes);
  }

  private static void fill(ColdTier tier, int commits) {
    var shard = tier.open(0);
    for (int i = 0; i < commits; i++) {
      shard.apply(version("file:a", i, "text " + i).bare());
      shard.apply(version("file:a", i, "text " + i).enriched(1));
      shard.commit(offsets(0, i + 1, i + 1));
    }
  }

  private Set<String> files(String table) throws IOException {
    try (var files = Files.walk(directory.resolve("warehouse/alluvium/" + table))) {
      return files.filter(Files::isRegularFile).map(Path::toString).collect(Collectors.toSet());
    }
  }
}

package io.alluvium.sinks.iceberg;

import static io.alluvium.sinks.TestEvent.version;
import static io.alluvium.sinks.iceberg.TestTables.offsets;
import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.sinks.LogReplay;
import io.alluvium.sinks.TierRecord;
import io.alluvium.sinks.TierTopic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.iceberg.FileScanTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ColdRepairTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);

  @TempDir Path directory;
  private final List<TierRecord.Version> events = new ArrayList<>();
  private boolean trimmed;

  @Test
  void writesAnewWhatADamagedFileHeldAndNothingElse() throws IOException {
    try (var tier = TestTables.tier(directory)) {
      fill(tier);
      var before = locations(ColdTable.EVENTS);
      var broken = List.of(before.get(1), before.get(2));
      for (var file : broken) {
        flip(file);
      }
      var damaged = tier.verification().run(none -> {});
      assertThat(damaged).hasSize(2);
      assertThat(tier.repair().run(damaged, log()))
          .hasSize(2)
          .allSatisfy(outcome -> assertThat(outcome.repaired()).isTrue());
      assertThat(tier.verification().run(none -> {})).isEmpty();
      assertThat(tier.archive().versions("file:a")).hasSize(6);
      assertThat(locations(ColdTable.EVENTS))
          .containsAll(before.stream().filter(file -> !broken.contains(file)).toList());
      var table = TestTables.table(directory, ColdTable.EVENTS);
      assertThat(table.currentSnapshot().summary())
          .containsEntry("total-records", "6")
          .containsEntry("alluvium.offsets.alluvium.events", "0:6");
      // What the log has beyond the commit is still to be read.
      var shard = tier.open(0);
      shard.apply(record(6));
      shard.commit(offsets(0, 7, 6));
      assertThat(tier.archive().versions("file:a")).hasSize(7);
    }
  }

  @Test
  void whatSoundFilesHaveTooIsNotWrittenTwice() throws IOException {
    try (var tier = TestTables.tier(directory)) {
      fill(tier);
      var once = locations(ColdTable.EVENTS);
      var shard = tier.open(0);
      shard.apply(record(0));
      shard.commit(offsets(0, 7, 6));
      var again = new ArrayList<>(locations(ColdTable.EVENTS));
      again.removeAll(once);
      flip(again.getFirst());
      tier.repair().run(tier.verification().run(none -> {}), log());
      assertThat(tier.verification().run(none -> {})).isEmpty();
      assertThat(locations(ColdTable.EVENTS)).containsExactlyElementsOf(once);
    }
  }

  @Test
  void leavesAFileWhoseRowsTheLogNoLongerHasAndSaysSo() throws IOException {
    try (var tier = TestTables.tier(directory)) {
      fill(tier);
      trimmed = true;
      var file = locations(ColdTable.EVENTS).getFirst();
      flip(file);
      var damaged = tier.verification().run(none -> {});
      assertThat(tier.repair().run(damaged, log()))
          .singleElement()
          .satisfies(outcome -> {
            assertThat(outcome.repaired()).isFalse();
            assertThat(outcome.file()).isEqualTo(file);
            assertThat(outcome.rows()).isEqualTo(1);
            assertThat(outcome.sound()).hasSize(2);
          });
      assertThat(locations(ColdTable.EVENTS)).contains(file);
      // Put back from a backup:
      flip(file);
      assertThat(tier.verification().run(none -> {})).isEmpty();
      assertThat(tier.archive().versions("file:a")).hasSize(6);
    }
  }

  @Test
  void forgetsATableOfStatesToBeReadAgain() {
    try (var tier = TestTables.tier(directory)) {
      fill(tier);
      tier.open(0).close();
      tier.forget(Set.of("enrichments"));
      assertThat(tier.open(0).offsets()).isEqualTo(offsets(0, 6, 0));
    }
  }

  /** Six commits of one version each, three a day. */
  private void fill(ColdTier tier) {
    var shard = tier.open(0);
    for (int i = 0; i < 7; i++) {
      events.add(record(i));
    }
    for (int i = 0; i < 6; i++) {
      shard.apply(events.get(i));
      shard.apply(enriched(events.get(i)));
      shard.commit(offsets(0, i + 1, i + 1));
    }
  }

  private static TierRecord.Version record(int number) {
    var record = version("file:a", number, "text " + number).bare();
    record.event().setIngestedAt(DAY.plusDays(number / 3).atTime(12, 0).toInstant(ZoneOffset.UTC));
    return record;
  }

  private static TierRecord.Version enriched(TierRecord.Version record) {
    var of = version("file:a", record.event().getRevision(), "any").enriched(1).enrichment();
    return new TierRecord.Version(record.event(), of);
  }

  private LogReplay log() {
    return new LogReplay() {
      @Override
      public boolean has(TierTopic topic, int partition, Instant from) {
        return !trimmed;
      }

      @Override
      public void each(
          TierTopic topic, int partition, Instant from, long end, Consumer<TierRecord> each) {
        events.stream()
            .limit(end)
            .filter(record -> !record.event().getIngestedAt().isBefore(from))
            .map(record -> topic == TierTopic.EVENTS ? record : enriched(record))
            .forEach(each);
      }
    };
  }

  private List<String> locations(ColdTable table) throws IOException {
    try (var tasks = TestTables.table(directory, table).newScan().planFiles()) {
      var locations = new ArrayList<String>();
      for (FileScanTask task : tasks) {
        locations.add(task.file().location());
      }
      return locations.stream().sorted().toList();
    }
  }

  private static void flip(String location) throws IOException {
    var file = Path.of(location);
    var bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 4;
    Files.write(file, bytes);
  }
}

package io.alluvium.sinks.iceberg;

import static io.alluvium.sinks.TestEvent.version;
import static io.alluvium.sinks.iceberg.TestTables.offsets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.sinks.TierCorruptedException;
import io.alluvium.sinks.TierException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ColdCommitTest {
  @TempDir Path directory;

  @Test
  void everySnapshotHoldsTheOffsetsOfAllPartitionsOfItsTopicAndOfNoOther() {
    try (var tier = TestTables.tier(directory)) {
      var first = tier.open(0);
      var second = tier.open(1);
      first.apply(version("file:a", 0, "one").bare());
      first.apply(version("file:a", 0, "one").enriched(1));
      tier.commit(Map.of(first, offsets(0, 7, 3), second, offsets(1, 2, 0)));
      second.apply(version("file:b", 0, "two").bare());
      tier.commit(Map.of(second, offsets(1, 5, 0)));
    }
    var events = TestTables.table(directory, ColdTable.EVENTS).currentSnapshot().summary();
    var enriched = TestTables.table(directory, ColdTable.ENRICHMENTS).currentSnapshot().summary();
    assertThat(events).containsEntry("alluvium.offsets.alluvium.events", "0:7 1:5");
    assertThat(events).doesNotContainKey("alluvium.offsets.alluvium.enriched");
    assertThat(enriched).containsEntry("alluvium.offsets.alluvium.enriched", "0:3 1:0");
  }

  @Test
  void aTableWhoseTopicDidNotMoveIsNotCommittedTo() {
    try (var tier = TestTables.tier(directory)) {
      var shard = tier.open(0);
      shard.apply(version("file:a", 0, "one").bare());
      shard.commit(offsets(0, 1, 0));
      shard.apply(version("file:a", 1, "two").bare());
      shard.commit(offsets(0, 2, 0));
      assertThat(tier.rows().committed(ColdTable.LINKS)).isEmpty();
      assertThat(tier.rows().committed(ColdTable.EVENTS).orElseThrow().snapshots()).hasSize(2);
    }
  }

  @Test
  void aCommitterThatWasOvertakenIsRefusedAndChangesNothing() {
    try (var zombie = TestTables.tier(directory);
        var successor = TestTables.tier(directory)) {
      var old = zombie.open(0);
      old.apply(version("file:a", 0, "zombie").bare());
      var fresh = successor.open(0);
      fresh.apply(version("file:a", 0, "successor").bare());
      fresh.commit(offsets(0, 1, 0));
      assertThatThrownBy(() -> old.commit(offsets(0, 1, 0)))
          .isInstanceOf(TierException.class)
          .hasMessageContaining("stands at [0:1], these rows begin at [{0=0}]");
      zombie.close();
      assertThat(successor.archive().versions("file:a"))
          .extracting(found -> found.event().getText().orElseThrow())
          .containsExactly("successor");
      assertThat(zombie.open(0).offsets()).isEqualTo(offsets(0, 1, 0));
    }
  }

  @Test
  void rowsWithoutOffsetsAreAnErrorAndNeverOffsetZero() {
    try (var tier = TestTables.tier(directory)) {
      var shard = tier.open(0);
      shard.apply(version("file:a", 0, "one").bare());
      shard.commit(offsets(0, 1, 0));
    }
    try (var tables = new ColdTables(TestTables.config(directory), TestTables.TOPICS)) {
      tables.of(ColdTable.EVENTS).load().orElseThrow().newAppend().commit();
    }
    try (var tier = TestTables.tier(directory)) {
      assertThatThrownBy(() -> tier.open(0))
          .isInstanceOf(TierCorruptedException.class)
          .hasMessageContaining("has no alluvium.offsets.alluvium.events");
    }
  }

  @Test
  void refusesTablesOfALaterProgram() {
    try (var tier = TestTables.tier(directory)) {
      tier.open(0).commit(offsets(0, 1, 0));
    }
    try (var tables = new ColdTables(TestTables.config(directory), TestTables.TOPICS)) {
      tables
          .of(ColdTable.EVENTS)
          .load()
          .orElseThrow()
          .updateProperties()
          .set("alluvium.format", "3")
          .commit();
    }
    try (var tier = TestTables.tier(directory)) {
      assertThatThrownBy(() -> tier.open(0)).hasMessageContaining("this program knows 2");
    }
  }

  @Test
  void asksForACommitBeforeItsMemoryIsFull() {
    try (var tier = TestTables.tier(directory)) {
      var shard = tier.open(0);
      var text = "x".repeat(500_000);
      int applied = 0;
      while (!tier.isFull()) {
        shard.apply(version("file:a", applied++, text).bare());
      }
      assertThat(applied).isBetween(50, 200);
      shard.commit(offsets(0, applied, 0));
      assertThat(tier.isFull()).isFalse();
    }
  }
}

package io.alluvium.sinks.iceberg;

import static io.alluvium.sinks.TestEvent.version;
import static io.alluvium.sinks.iceberg.TestTables.offsets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.sinks.TierException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ColdFaultTest {
  private static final ColdMaintenance.Limits AT_ONCE =
      new ColdMaintenance.Limits(Duration.ZERO, Duration.ZERO, 64L << 20, 2);
  private static final int COMMITS = 3;

  /** {@link ColdCrashIT} takes every single one. */
  private static final int STEP = 9;

  @TempDir Path directory;

  @AfterEach
  void heal() {
    FailingFileIO.heal();
    FlakyDriver.next(FlakyDriver.Fault.NONE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whereverAFileOperationFailsNothingIsLostTwiceOrLeftBehind(boolean happens)
      throws IOException {
    boolean whole = false;
    for (int operation = 1; !whole; operation += STEP) {
      var below = directory.resolve("at" + operation);
      try (var tier = tier(below)) {
        commitAll(tier);
        FailingFileIO.failAt(operation, happens, "broken");
        work(tier);
        whole = FailingFileIO.heal();
      } catch (TierException | UncheckedIOException broken) {
        FailingFileIO.heal();
      }
      assertWhole(below, "operation " + operation);
      assertThat(operation).as("operations").isLessThan(500);
    }
  }

  @ParameterizedTest
  @EnumSource(FlakyDriver.Fault.class)
  void whateverTheCatalogAnswersNothingIsLostTwiceOrLeftBehind(FlakyDriver.Fault fault)
      throws IOException, SQLException {
    FlakyDriver.register();
    try (var tier = tier(directory)) {
      commitAll(tier);
      FlakyDriver.next(fault);
      work(tier);
    } catch (TierException broken) {
      assertThat(fault).isEqualTo(FlakyDriver.Fault.REFUSED);
    }
    assertWhole(directory, fault.name());
  }

  @Test
  void aCommitThatArrivedIsNotRepeatedAlthoughItsAnswerWasLost() throws SQLException {
    FlakyDriver.register();
    try (var tier = tier(directory)) {
      commitAll(tier);
      var shard = tier.open(0);
      shard.apply(version("file:a", COMMITS, "text").bare());
      FlakyDriver.next(FlakyDriver.Fault.LOST_ANSWER);
      shard.commit(offsets(0, COMMITS + 1, 0));
      assertThat(shard.offsets()).isEqualTo(offsets(0, COMMITS + 1, 0));
      assertThat(tier.archive().versions("file:a")).hasSize(COMMITS + 1);
    }
  }

  @Test
  void aFullDiskIsSaidAndTheTierGoesOnOnceThereIsRoom() throws SQLException {
    FlakyDriver.register();
    try (var tier = tier(directory)) {
      var shard = tier.open(0);
      shard.apply(version("file:a", 0, "text").bare());
      FailingFileIO.failAt(1, false, "No space left on device");
      assertThatThrownBy(() -> shard.commit(offsets(0, 1, 0)))
          .isInstanceOf(TierException.class)
          .hasMessageContaining("No room left")
          .hasMessageContaining("goes on by itself once there is");
      FailingFileIO.heal();
      shard.commit(offsets(0, 1, 0));
      assertThat(tier.archive().versions("file:a")).hasSize(1);
    }
  }

  private static void commitAll(ColdTier tier) {
    var shard = tier.open(0);
    for (int i = 0; i < COMMITS; i++) {
      shard.apply(version("file:a", i, "text " + i).bare());
      shard.commit(offsets(0, i + 1, 0));
    }
  }

  /** One more commit, and maintenance of everything. */
  private static void work(ColdTier tier) {
    var shard = tier.open(0);
    shard.apply(version("file:a", COMMITS, "text " + COMMITS).bare());
    shard.commit(offsets(0, COMMITS + 1, 0));
    tier.maintenance(AT_ONCE).run(none -> {});
  }

  /** As after a restart: the reader goes on where the table says, then maintenance cleans up. */
  private static void assertWhole(Path below, String when) throws IOException {
    try (var tier = tier(below)) {
      var shard = tier.open(0);
      long read = shard.offsets().next().values().stream().mapToLong(Long::longValue).sum();
      for (long i = read; i <= COMMITS; i++) {
        shard.apply(version("file:a", i, "text " + i).bare());
        shard.commit(offsets(0, i + 1, 0));
      }
      tier.maintenance(AT_ONCE).run(none -> {});
      tier.maintenance(AT_ONCE).run(none -> {});
      var rows = new ArrayList<Long>();
      tier.rows()
          .each(
              ColdTable.EVENTS,
              Expressions.alwaysTrue(),
              ColdTable.EVENTS.schema(),
              row -> rows.add(Values.required(row, "revision", Long.class)));
      assertThat(rows).as(when).containsExactlyInAnyOrder(0L, 1L, 2L, 3L);
      var table = tier.rows().committed(ColdTable.EVENTS).orElseThrow();
      assertThat(files(below.resolve("warehouse/alluvium/events")))
          .as(when)
          .containsExactlyInAnyOrderElementsOf(OrphanFiles.named(table));
      assertThat(files(below.resolve("staging"))).as(when).isEmpty();
      assertThat(tier.verification().run(none -> {})).as(when).isEmpty();
    }
  }

  private static Set<String> files(Path below) throws IOException {
    if (!Files.exists(below)) {
      return Set.of();
    }
    try (var files = Files.walk(below)) {
      return files.filter(Files::isRegularFile).map(Path::toString).collect(Collectors.toSet());
    }
  }

  private static ColdTier tier(Path below) {
    var local = TestTables.config(below);
    var config =
        new ColdConfig(
            local.catalog().replace("jdbc:sqlite:", "jdbc:flaky:sqlite:"),
            local.warehouse(),
            local.staging(),
            local.namespace(),
            Map.of("io-impl", FailingFileIO.class.getName()));
    try {
      FlakyDriver.register();
      Files.createDirectories(below);
    } catch (SQLException | IOException impossible) {
      throw new IllegalStateException(impossible);
    }
    return new ColdTier(config, TestTables.TOPICS);
  }
}

package io.alluvium.sinks.iceberg;

import static io.alluvium.sinks.TestEvent.version;
import static io.alluvium.sinks.iceberg.TestTables.offsets;
import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.sinks.TierException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables in object storage, on its bad days. */
final class ObjectStoreIT {
  private static final ColdMaintenance.Limits AT_ONCE =
      new ColdMaintenance.Limits(Duration.ZERO, Duration.ZERO, 64L << 20, 2);

  /** More than the client tries by itself. */
  private static final int FOR_LONG = 12;

  @TempDir Path directory;

  @Test
  void keepsTablesInABucket() throws IOException {
    try (var store = new ObjectStore();
        var tier = tier(store, directory)) {
      var shard = tier.open(0);
      shard.apply(version("file:a", 0, "one").bare());
      shard.commit(offsets(0, 1, 0));
      shard.apply(version("file:a", 1, "two").bare());
      shard.commit(offsets(0, 2, 0));
      tier.maintenance(AT_ONCE).run(none -> {});
      assertThat(tier.archive().versions("file:a")).hasSize(2);
      assertThat(tier.verification().run(none -> {})).isEmpty();
      assertThat(store.objects().keySet()).allMatch(key -> key.startsWith("bucket/prefix/"));
    }
  }

  @Tag("crash")
  @ParameterizedTest
  @EnumSource(ObjectStore.Fault.class)
  void aMomentOfTroubleLosesAndDoublesNothing(ObjectStore.Fault fault) throws IOException {
    every(fault, 1, 17);
  }

  @Tag("crash")
  @ParameterizedTest
  @EnumSource(ObjectStore.Fault.class)
  void troubleForLongLosesAndDoublesNothing(ObjectStore.Fault fault) throws IOException {
    every(fault, FOR_LONG, 31);
  }

  private void every(ObjectStore.Fault fault, int count, int step) throws IOException {
    boolean whole = false;
    for (int after = 0; !whole; after += step) {
      try (var store = new ObjectStore()) {
        var below = directory.resolve(fault + "-" + count + "-" + after);
        try (var tier = tier(store, below)) {
          var shard = tier.open(0);
          shard.apply(version("file:a", 0, "one").bare());
          shard.commit(offsets(0, 1, 0));
          store.failAfter(after, count, fault);
          shard.apply(version("file:a", 1, "two").bare());
          shard.commit(offsets(0, 2, 0));
          tier.maintenance(AT_ONCE).run(none -> {});
        } catch (TierException | UncheckedIOException broken) {
          boolean refused = fault == ObjectStore.Fault.HALF_STORED;
          assertThat(count > 1 || refused).as("%s after %d: %s", fault, after, broken).isTrue();
        }
        whole = store.heal();
        assertWhole(store, below, fault + " after " + after);
      }
    }
  }

  private static void assertWhole(ObjectStore store, Path below, String when) throws IOException {
    try (var tier = tier(store, below)) {
      var shard = tier.open(0);
      long read = shard.offsets().next().values().stream().mapToLong(Long::longValue).sum();
      if (read == 1) {
        shard.apply(version("file:a", 1, "two").bare());
        shard.commit(offsets(0, 2, 0));
      }
      tier.maintenance(AT_ONCE).run(none -> {});
      assertThat(tier.archive().versions("file:a")).as(when).hasSize(2);
      var table = tier.rows().committed(ColdTable.EVENTS).orElseThrow();
      assertThat(table.currentSnapshot().summary()).containsEntry("total-records", "2");
      assertThat(
              store.objects().keySet().stream()
                  .filter(key -> key.startsWith("bucket/prefix/alluvium/events/"))
                  .map(key -> "s3://" + key)
                  .collect(Collectors.toSet()))
          .as(when)
          .containsExactlyInAnyOrderElementsOf(OrphanFiles.named(table));
    }
  }

  private static ColdTier tier(ObjectStore store, Path below) {
    var local = TestTables.config(below);
    var access = new HashMap<>(store.access());
    access.put("s3.retry.num-retries", "3");
    access.put("s3.retry.min-wait-ms", "1");
    access.put("s3.retry.max-wait-ms", "2");
    access.put("http-client.urlconnection.socket-timeout-ms", "200");
    return new ColdTier(
        new ColdConfig(
            local.catalog(), "s3://bucket/prefix", local.staging(), local.namespace(), access),
        TestTables.TOPICS);
  }
}

package io.alluvium.sinks.iceberg;

import static io.alluvium.sinks.TestEvent.version;
import static io.alluvium.sinks.iceberg.TestTables.offsets;
import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.sinks.TestEvent;
import io.alluvium.sinks.VersionId;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ColdReplayTest {
  private static final LocalDate DAY = LocalDate.of(2026, 1, 1);

  @TempDir Path directory;

  @Test
  void findsVersionsInCommittedFilesAndNowhereElse() {
    try (var tier = TestTables.tier(directory)) {
      var shard = tier.open(0);
      shard.apply(version("file:a", 0, "one").bare());
      shard.apply(version("file:a", 0, "one").enriched(2));
      shard.commit(offsets(0, 1, 1));
      shard.apply(version("file:b", 0, "two").bare());
      shard.refresh();
      var a = id(version("file:a", 0, "one"));
      var b = id(version("file:b", 0, "two"));
      assertThat(tier.archive().find(List.of(a, b))).containsOnlyKeys(a, b);
      var found = tier.replay(0).find(DAY, List.of(a, b));
      assertThat(found).containsOnlyKeys(a);
      assertThat(found.get(a).enrichmentVersion()).isEqualTo(2);
      assertThat(tier.replay(0).find(DAY.plusDays(1), List.of(a))).isEmpty();
      assertThat(tier.replay(1).find(DAY, List.of(a))).isEmpty();
    }
  }

  @Test
  void saysWhatCameSince() {
    try (var tier = TestTables.tier(directory)) {
      var shard = tier.open(0);
      shard.apply(version("file:a", 0, "one").bare());
      shard.apply(version("file:a", 1, "two").bare());
      shard.apply(version("file:a", 2, "one").bare());
      shard.apply(version("file:a", 3, "older").late().bare());
      shard.apply(version("file:b", 0, "other").bare());
      shard.commit(offsets(0, 5, 0));
      var since = tier.replay(0).since(DAY, Set.of("file:a"));
      assertThat(since.current()).containsOnlyKeys("file:a").containsEntry("file:a", 2L);
      assertThat(since.newest())
          .containsEntry(id(version("file:a", 0, "one")).contentHash(), 2L)
          .containsEntry(id(version("file:a", 1, "two")).contentHash(), 1L)
          .hasSize(3);
    }
  }

  private static VersionId id(TestEvent event) {
    return new VersionId(event.event().getContentHash(), event.event().getRevision());
  }
}

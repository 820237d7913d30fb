package io.alluvium.sinks.iceberg;

import static io.alluvium.sinks.TestEvent.version;
import static io.alluvium.sinks.iceberg.TestTables.offsets;
import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.schemas.Event;
import io.alluvium.sinks.TierRecord;
import io.alluvium.sinks.VersionId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.iceberg.io.InputFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RowFinderTest {
  private static final Instant DAY = Instant.parse("2026-03-01T00:00:00Z");

  @TempDir Path directory;

  @BeforeEach
  void forgetWhatWasOpened() {
    WatchedFileIO.OPENED.clear();
  }

  @Test
  void opensNoFileForWhatItHasFoundBefore() {
    try (var tier = filled(4)) {
      assertThat(tier.archive().find(List.of(id(2)))).containsOnlyKeys(id(2));
      WatchedFileIO.OPENED.clear();
      assertThat(tier.archive().find(List.of(id(2)))).containsOnlyKeys(id(2));
      assertThat(WatchedFileIO.OPENED).isEmpty();
    }
  }

  @Test
  void opensOnlyTheFileOfTheRowOnceItKnowsWhatFilesHave() {
    try (var tier = filled(4)) {
      var never = new VersionId("0".repeat(64), 0);
      assertThat(tier.archive().find(List.of(never))).isEmpty();
      assertThat(WatchedFileIO.OPENED).hasSize(4).allMatch(file -> file.contains("/events/data/"));
      WatchedFileIO.OPENED.clear();
      assertThat(tier.archive().find(List.of(id(3)))).containsOnlyKeys(id(3));
      assertThat(WatchedFileIO.OPENED)
          .filteredOn(file -> file.contains("/events/data/"))
          .hasSize(1);
    }
  }

  @Test
  void looksForEnrichmentsOnTheDayOfTheirEventOnly() {
    try (var tier = filled(4)) {
      var found = tier.archive().find(List.of(id(1)));
      assertThat(found.get(id(1)).enrichment()).isNotNull();
      assertThat(WatchedFileIO.OPENED)
          .filteredOn(file -> file.contains("/enrichments/data/"))
          .hasSize(1);
    }
  }

  @Test
  void seesWhatWasCommittedMeanwhile() {
    try (var tier = filled(2)) {
      assertThat(tier.archive().find(List.of(id(0))).get(id(0)).enrichment().getLanguage())
          .contains("v1");
      var shard = tier.open(0);
      shard.apply(on(0, 7));
      shard.commit(offsets(0, 2, 3));
      assertThat(tier.archive().find(List.of(id(0))).get(id(0)).enrichment().getLanguage())
          .contains("v7");
    }
  }

  @Test
  void findsEveryRevisionOfAContentThatCameBack() {
    try (var tier = filled(1)) {
      var again =
          Event.newBuilder(on(0, 1).event()).setRevision(5).setIngestedAt(DAY.plusSeconds(9));
      var shard = tier.open(0);
      shard.apply(new TierRecord.Version(again.build(), null));
      shard.apply(new TierRecord.Version(again.build(), on(0, 4).enrichment()));
      shard.commit(offsets(0, 2, 2));
      var fifth = new VersionId(id(0).contentHash(), 5);
      assertThat(tier.archive().find(List.of(id(0)))).containsOnlyKeys(id(0));
      assertThat(tier.archive().find(List.of(id(0), fifth)).get(fifth).enrichment().getLanguage())
          .contains("v4");
    }
  }

  @Test
  void findsTheSameAfterMaintenance() {
    try (var tier = filled(4)) {
      var before = tier.archive().find(Set.of(id(0), id(1), id(2), id(3)));
      var atOnce = new ColdMaintenance.Limits(Duration.ZERO, Duration.ZERO, 64L << 20, 2);
      tier.maintenance(atOnce).run(none -> {});
      assertThat(tier.archive().find(before.keySet())).isEqualTo(before).hasSize(4);
    }
  }

  /** One event each day, each in a file of its own. */
  private ColdTier filled(int days) {
    var config = TestTables.config(directory);
    var tier =
        new ColdTier(
            new ColdConfig(
                config.catalog(),
                config.warehouse(),
                config.staging(),
                config.namespace(),
                Map.of("io-impl", WatchedFileIO.class.getName())),
            TestTables.TOPICS);
    var shard = tier.open(0);
    for (int day = 0; day < days; day++) {
      shard.apply(new TierRecord.Version(on(day, 1).event(), null));
      shard.apply(on(day, 1));
      shard.commit(offsets(0, day + 1, day + 1));
    }
    return tier;
  }

  private static TierRecord.Version on(int day, int enrichment) {
    var version = version("file:" + day, 0, "text").enriched(enrichment);
    var event = Event.newBuilder(version.event()).setIngestedAt(DAY.plus(Duration.ofDays(day)));
    return new TierRecord.Version(event.build(), version.enrichment());
  }

  private static VersionId id(int day) {
    return new VersionId(on(day, 1).event().getContentHash(), 0);
  }

  /** Remembers which data files were opened. Public with a constructor, as Iceberg makes it. */
  public static final class WatchedFileIO extends LocalFileIO {
    private static final long serialVersionUID = 1L;
    static final Set<String> OPENED = new ConcurrentSkipListSet<>();

    @Override
    public InputFile newInputFile(String location) {
      var file = super.newInputFile(location);
      return new InputFile() {
        @Override
        public long getLength() {
          return file.getLength();
        }

        @Override
        public org.apache.iceberg.io.SeekableInputStream newStream() {
          if (location.endsWith(".parquet")) {
            OPENED.add(location);
          }
          return file.newStream();
        }

        @Override
        public String location() {
          return file.location();
        }

        @Override
        public boolean exists() {
          return file.exists();
        }
      };
    }
  }
}

package io.alluvium.sinks.iceberg;

import static io.alluvium.sinks.TestEvent.version;
import static io.alluvium.sinks.iceberg.TestTables.offsets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.alluvium.schemas.Enrichment;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.NamedEntity;
import io.alluvium.schemas.Passage;
import io.alluvium.sinks.SliceDigest;
import io.alluvium.sinks.TierRecord;
import io.alluvium.sinks.VersionId;
import io.alluvium.sinks.archive.ArchiveScan;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ColdArchiveTest {
  private static final Instant DAY = Instant.parse("2026-03-01T00:00:00Z");

  @TempDir Path directory;

  @Test
  void givesBackAnEventAndItsEnrichmentAsTheyWere() {
    var event = whole();
    var enrichment = derived();
    var id = new VersionId(event.getContentHash(), event.getRevision());
    try (var tier = TestTables.tier(directory)) {
      var shard = tier.open(0);
      shard.apply(new TierRecord.Version(event, null));
      shard.apply(new TierRecord.Version(event, enrichment));
      shard.refresh();
      var waiting = tier.archive().find(List.of(id)).get(id);
      shard.commit(offsets(0, 1, 1));
      var stored = tier.archive().find(List.of(id)).get(id);
      assertThat(stored.event()).isEqualTo(event);
      assertThat(waiting).isEqualTo(stored);
      var vector = stored.enrichment().getPassages().getFirst().getVector();
      assertThat(vector).hasSize(3);
      for (int i = 0; i < 3; i++) {
        assertThat(vector.get(i))
            .isCloseTo(enrichment.getPassages().getFirst().getVector().get(i), within(0.5f / 127));
      }
      stored.enrichment().setPassages(enrichment.getPassages());
      assertThat(stored.enrichment()).isEqualTo(enrichment);
    }
  }

  @Test
  void findsManyAtOnceAndLeavesOutWhatItDoesNotHave() {
    try (var tier = TestTables.tier(directory)) {
      var shard = tier.open(0);
      for (int i = 0; i < 50; i++) {
        shard.apply(version("file:" + i, 0, "text " + i).bare());
      }
      shard.commit(offsets(0, 50, 0));
      var seven = new VersionId(version("file:7", 0, "text 7").event().getContentHash(), 0);
      var nine = new VersionId(version("file:9", 0, "text 9").event().getContentHash(), 0);
      var never = new VersionId(nine.contentHash(), 4);
      var found = tier.archive().find(List.of(seven, nine, never));
      assertThat(found.keySet()).containsExactlyInAnyOrder(seven, nine);
      assertThat(found.get(seven).event().getText()).contains("text 7");
    }
  }

  @Test
  void keepsEveryRevisionOfAnEntity() {
    try (var tier = TestTables.tier(directory)) {
      var shard = tier.open(0);
      shard.apply(version("file:a", 1, "two").bare());
      shard.apply(version("file:a", 0, "one").bare());
      shard.apply(version("file:b", 0, "other").bare());
      shard.commit(offsets(0, 3, 0));
      assertThat(tier.archive().versions("file:a"))
          .extracting(found -> found.event().getText().orElseThrow())
          .containsExactly("one", "two");
    }
  }

  @Test
  void scansAStretchOfTimeByKindSourceAndScope() {
    try (var tier = TestTables.tier(directory)) {
      var shard = tier.open(0);
      for (int hour = 0; hour < 72; hour++) {
        var event = version("file:" + hour, 0, "text").kind(hour % 2 == 0 ? "file" : "issue");
        var at = DAY.plusSeconds(3600L * hour);
        shard.apply(
            new TierRecord.Version(
                Event.newBuilder(event.event())
                    .setIngestedAt(at)
                    .setPayload(ByteBuffer.wrap(new byte[] {1}))
                    .build(),
                null));
      }
      shard.refresh();
      var second = new ArrayList<Event>();
      var day = ArchiveScan.between(DAY.plusSeconds(86_400), DAY.plusSeconds(2 * 86_400));
      tier.archive().scan(day, second::add);
      shard.commit(offsets(0, 72, 0));
      var committed = new ArrayList<Event>();
      tier.archive().scan(day, committed::add);
      assertThat(second).hasSize(24).containsExactlyInAnyOrderElementsOf(committed);
      assertThat(committed).allMatch(event -> event.getPayload().isEmpty());
      var issues = new ArrayList<Event>();
      tier.archive()
          .scan(
              new ArchiveScan(
                  day.from(), day.to(), Set.of("issue"), Set.of("laptop"), Set.of("docs"), true),
              issues::add);
      assertThat(issues).hasSize(12).allMatch(event -> event.getPayload().isPresent());
      assertThat(TestTables.table(directory, ColdTable.EVENTS).newScan().planFiles()).hasSize(3);
    }
  }

  @Test
  void tellsWhatAShardHasCommittedOfADay() {
    try (var tier = TestTables.tier(directory)) {
      var shard = tier.open(2);
      var one = version("file:a", 0, "one").bare();
      shard.apply(one);
      shard.refresh();
      var slices = tier.slices(2);
      assertThat(slices.days()).isEmpty();
      shard.apply(one);
      shard.commit(offsets(2, 1, 0));
      var day = LocalDate.parse("2026-01-01");
      var id = new VersionId(one.event().getContentHash(), 0);
      assertThat(slices.days().keySet()).containsExactly(day);
      assertThat(slices.versions(day)).containsExactly(id);
      assertThat(slices.digest(day).count()).isEqualTo(1);
      assertThat(slices.digest(day.plusDays(1))).isEqualTo(SliceDigest.EMPTY);
      assertThat(tier.slices(1).days()).isEmpty();
    }
  }

  @Test
  void readsAndGoesOnWithATableThatWasMadeBeforeAColumn() {
    var before = version("file:a", 0, "one").enriched(1);
    try (var tier = TestTables.tier(directory)) {
      var shard = tier.open(0);
      shard.apply(new TierRecord.Version(before.event(), null));
      shard.apply(before);
      shard.commit(offsets(0, 1, 1));
    }
    try (var tables = new ColdTables(TestTables.config(directory), TestTables.TOPICS)) {
      var table = tables.of(ColdTable.ENRICHMENTS).require();
      table.updateSchema().deleteColumn("signature").commit();
      table.updateProperties().set("alluvium.format", "1").commit();
    }
    try (var tier = TestTables.tier(directory)) {
      assertThat(tier.archive().versions("file:a"))
          .extracting(TierRecord.Version::enrichment)
          .containsExactly(before.enrichment());
      var shard = tier.open(0);
      shard.apply(new TierRecord.Version(whole(), null));
      shard.apply(new TierRecord.Version(whole(), derived()));
      shard.commit(offsets(0, 2, 2));
      assertThat(tier.archive().versions("file:a"))
          .extracting(found -> found.enrichment().getSignature())
          .containsExactly(Optional.empty(), derived().getSignature());
      assertThat(TestTables.table(directory, ColdTable.ENRICHMENTS).properties())
          .containsEntry("alluvium.format", "2");
    }
  }

  private static Event whole() {
    return Event.newBuilder(version("file:a", 3, "text").event())
        .setVerb("merged")
        .setUrl("https://example.org/a")
        .setThreadKey("file:thread")
        .setAttributes(Map.of("path", "a.txt"))
        .setListAttributes(Map.of("labels", List.of("x", "y")))
        .setVisibility("private")
        .setTruncated(true)
        .setIngestedAt(Instant.parse("2026-01-01T00:00:02.123456Z"))
        .setPayload(ByteBuffer.wrap(new byte[] {1, 2, 3}))
        .build();
  }

  private static Enrichment derived() {
    return Enrichment.newBuilder()
        .setEnrichmentVersion(4)
        .setEnrichedAt(DAY)
        .setLanguage("eng")
        .setLanguageConfidence(0.9)
        .setKeyPhrases(List.of("river"))
        .setTone("neutral")
        .setToneScore(0.0)
        .setEntities(List.of(new NamedEntity("url", "https://x", 1, 5)))
        .setGist("One.")
        .setSummary("One. Two. Three.")
        .setModels(Map.of("passages", "e5"))
        .setFailures(Map.of("tone", "timeout"))
        .setSignature(ByteBuffer.wrap(new byte[] {4, 5, 6}))
        .setPassages(List.of(new Passage(0, 4, List.of(1.0f, -0.5f, 0.003f))))
        .build();
  }
}

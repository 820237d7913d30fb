package io.alluvium.sinks.lucene;

import static io.alluvium.sinks.TestEvent.tombstone;
import static io.alluvium.sinks.TestEvent.version;
import static io.alluvium.sinks.lucene.TierBed.keys;
import static io.alluvium.sinks.lucene.TierBed.meaning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.sinks.AgeingShard;
import io.alluvium.sinks.SliceDigest;
import io.alluvium.sinks.TestEvent;
import io.alluvium.sinks.TestFacts;
import io.alluvium.sinks.TierOffsets;
import io.alluvium.sinks.TierRecord;
import io.alluvium.sinks.TierTopic;
import io.alluvium.sinks.VersionId;
import io.alluvium.sinks.search.Access;
import io.alluvium.sinks.search.FactSearch;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Layout.class)
final class SliceTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 3, 1);
  private static final LocalDate SECOND = LocalDate.of(2026, 3, 2);
  private static final LocalDate THIRD = LocalDate.of(2026, 3, 3);

  @Parameter Layout layout;
  @TempDir Path directory;
  private TierBed bed;
  private long offset;

  @BeforeEach
  void open() {
    bed = new TierBed(layout, directory);
  }

  @AfterEach
  void close() {
    bed.close();
  }

  @Test
  void tellsWhatIsCommittedByDay() {
    var a = version("file:a", 0, "one");
    var b = version("file:b", 0, "two");
    var c = version("file:c", 0, "three");
    apply(on(FIRST, a), on(FIRST, b), on(SECOND, c));
    assertThat(shard().slices().days()).isEmpty();
    commit();
    var slices = shard().slices();
    assertThat(slices.days().keySet()).containsExactly(FIRST, SECOND);
    assertThat(slices.versions(FIRST)).containsExactlyInAnyOrder(id(a), id(b));
    assertThat(slices.digest(FIRST)).isEqualTo(digest(id(a), id(b)));
    assertThat(slices.digest(SECOND)).isEqualTo(digest(id(c)));
    assertThat(slices.digest(THIRD)).isEqualTo(SliceDigest.EMPTY);
  }

  @Test
  void countsPassagesNotAndSupersededVersionsAndTombstonesToo() {
    var old = version("file:a", 0, "one");
    var gone = tombstone("file:a", 1);
    apply(on(FIRST, meaning(old, 1, 0, 0)), on(FIRST, gone));
    commit();
    assertThat(shard().slices().versions(FIRST)).containsExactlyInAnyOrder(id(old), id(gone));
    assertThat(shard().slices().digest(FIRST)).isEqualTo(digest(id(old), id(gone)));
  }

  @Test
  void aRevisionThatCameBackCountsOnItsDay() {
    apply(on(FIRST, version("file:a", 0, "one")), on(FIRST, version("file:a", 1, "two")));
    apply(on(SECOND, version("file:a", 2, "one")));
    commit();
    assertThat(shard().slices().versions(FIRST)).containsExactly(id(version("file:a", 1, "two")));
    assertThat(shard().slices().versions(SECOND)).containsExactly(id(version("file:a", 2, "one")));
  }

  @Test
  void dropsASliceOnlyIfItIsWhatWasProven() {
    apply(on(FIRST, version("file:a", 0, "one")));
    commit();
    var proven = shard().slices().digest(FIRST);
    apply(on(FIRST, version("file:b", 0, "two")));
    assertThat(shard().drop(FIRST, proven)).isFalse();
    assertThat(shard().oldestDay()).isEqualTo(LocalDate.EPOCH);
    assertThat(keys(bed.ask(""))).contains("file:a", "file:b");
  }

  @Test
  void dropsSupersededVersionsWithTheirPassages() {
    apply(
        on(FIRST, meaning(version("file:a", 0, "one"), 1, 0, 0)),
        on(SECOND, meaning(version("file:a", 1, "two"), 0, 1, 0)));
    drop(FIRST);
    assertThat(shard().slices().days().keySet()).containsExactly(SECOND);
    assertThat(shard().oldestDay()).isEqualTo(SECOND);
    assertThat(keys(bed.near("", 10, 1, 0, 0))).containsExactly("file:a");
  }

  @Test
  void warmKeepsTheCurrentVersionsOfLiveEntitiesAndHotDoesNot() {
    apply(on(FIRST, meaning(version("file:a", 0, "one"), 1, 0, 0)));
    drop(FIRST);
    assertThat(keys(bed.ask("one")))
        .isEqualTo(layout == Layout.WARM ? List.of("file:a") : List.of());
    assertThat(keys(bed.near("", 10, 1, 0, 0))).hasSize(layout == Layout.WARM ? 1 : 0);
  }

  @Test
  void whatWarmKeptGoesOnceItIsSuperseded() {
    apply(on(FIRST, version("file:a", 0, "one")));
    drop(FIRST);
    apply(on(SECOND, version("file:a", 1, "two")));
    drop(FIRST);
    assertThat(shard().slices().days().keySet()).containsExactly(SECOND);
    assertThat(shard().oldestDay()).isEqualTo(SECOND);
  }

  @Test
  void whatIsDroppedIsDroppedInTheCommitThatSaysSo() {
    apply(on(FIRST, version("file:a", 0, "one")), on(SECOND, version("file:a", 1, "two")));
    commit();
    shard().drop(FIRST, shard().slices().digest(FIRST));
    reopen();
    assertThat(shard().oldestDay()).isEqualTo(LocalDate.EPOCH);
    assertThat(shard().slices().days().keySet()).containsExactly(FIRST, SECOND);
    drop(FIRST);
    reopen();
    assertThat(shard().oldestDay()).isEqualTo(SECOND);
    assertThat(shard().slices().days().keySet()).containsExactly(SECOND);
  }

  @Test
  void skipsALateRecordOfADroppedDayAndCountsIt() {
    apply(on(FIRST, version("file:a", 0, "one")), on(SECOND, version("file:a", 1, "two")));
    drop(FIRST);
    apply(on(FIRST, meaning(version("file:a", 0, "one"), 1, 0, 0)));
    apply(on(FIRST, version("file:b", 0, "late")));
    assertThat(shard().skipped()).isEqualTo(2);
    assertThat(keys(bed.ask("one"))).isEmpty();
    assertThat(keys(bed.ask("late"))).isEmpty();
  }

  @Test
  void appliesALateRecordOfADroppedDayToAVersionItStillHolds() {
    if (layout == Layout.HOT) {
      return;
    }
    apply(on(FIRST, version("file:a", 0, "one")));
    drop(FIRST);
    apply(on(FIRST, meaning(version("file:a", 0, "one"), 1, 0, 0)));
    assertThat(shard().skipped()).isZero();
    assertThat(keys(bed.near("", 10, 1, 0, 0))).containsExactly("file:a");
  }

  @Test
  void aTombstoneStaysAsLongAsThereIsSomethingForItToHide() {
    apply(on(FIRST, version("file:a", 0, "one")));
    drop(FIRST);
    apply(on(SECOND, tombstone("file:a", 1)));
    drop(SECOND);
    apply(on(FIRST, meaning(version("file:a", 0, "one"), 1, 0, 0)));
    assertThat(keys(bed.ask(""))).isEmpty();
    drop(FIRST);
    drop(SECOND);
    assertThat(shard().slices().days()).isEmpty();
  }

  @Test
  void refusesToDropADayBeforeAnEarlierOne() {
    apply(on(FIRST, version("file:a", 0, "one")), on(SECOND, version("file:b", 0, "two")));
    commit();
    var proven = shard().slices().digest(SECOND);
    assertThatThrownBy(() -> shard().drop(SECOND, proven))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot drop 2026-03-02 before 2026-03-01");
  }

  @Test
  void forgetsWhatItKnewOfDroppedEntities() {
    apply(on(FIRST, version("file:a", 5, "one")));
    drop(FIRST);
    apply(on(SECOND, version("file:a", 6, "two")));
    assertThat(bed.first("two").revision()).isEqualTo(6);
  }

  @Test
  void takesFactsAfterADrop() {
    if (layout == Layout.HOT) {
      return;
    }
    apply(
        fact(1, "before"),
        on(FIRST, version("file:a", 0, "one")),
        on(SECOND, version("file:a", 1, "two")));
    drop(FIRST);
    // Before anything is refreshed: what was known of facts must still be asked of an open reader.
    shard().apply(fact(2, "after"));
    shard().apply(fact(1, "late"));
    shard().refresh();
    var links = FactSearch.Query.about(TestFacts.ENTITY, Set.of(TierTopic.LINKS), Access.ALL, 10);
    assertThat(bed.tier.facts(links).facts())
        .extracting(fact -> TestFacts.word(fact.value()))
        .containsExactly("after");
  }

  private static TierRecord.Fact fact(long offset, String word) {
    return new TierRecord.Fact(
        TierTopic.LINKS,
        TestFacts.key(TierTopic.LINKS, 1),
        offset,
        Instant.EPOCH,
        TestFacts.of(TierTopic.LINKS, word));
  }

  private AgeingShard shard() {
    return bed.tier.open(0);
  }

  private void drop(LocalDate day) {
    commit();
    assertThat(shard().drop(day, shard().slices().digest(day))).isTrue();
    commit();
  }

  private void apply(TierRecord... records) {
    bed.given(records);
  }

  private void commit() {
    shard().commit(new TierOffsets(Map.of(new TopicPartition("alluvium.events", 0), ++offset)));
  }

  private void reopen() {
    bed.close();
    bed = new TierBed(layout, directory);
  }

  private static TierRecord.Version on(LocalDate day, TestEvent event) {
    return on(day, event.bare());
  }

  private static TierRecord.Version on(LocalDate day, TierRecord.Version record) {
    record.event().setIngestedAt(day.atTime(12, 0).toInstant(ZoneOffset.UTC));
    return record;
  }

  private static VersionId id(TestEvent event) {
    return new VersionId(event.event().getContentHash(), event.event().getRevision());
  }

  private static SliceDigest digest(VersionId... versions) {
    var sum = new SliceDigest.Sum();
    for (var version : versions) {
      sum.add(version);
    }
    return sum.digest();
  }
}

package io.alluvium.sinks.ageing;

import static io.alluvium.sinks.ageing.ModelTiers.DAY;
import static io.alluvium.sinks.ageing.ModelTiers.slice;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AgeingTest {
  private final ModelTiers tiers = new ModelTiers();

  @Test
  void dropsWhatIsOldEnoughDayByDayAndWritesDownEachStep() {
    tiers.given(DAY, "file:a", 0, "one");
    tiers.given(DAY.plusDays(1), "file:b", 0, "two");
    tiers.given(DAY.plusDays(40), "file:c", 0, "young");
    tiers.readAll();
    tiers.round();
    assertThat(tiers.written)
        .containsExactly(
            "hot/0 2026-03-01 PLANNED",
            "hot/0 2026-03-01 VERIFIED",
            "hot/0 2026-03-01 DROPPED",
            "hot/0 2026-03-02 PLANNED",
            "hot/0 2026-03-02 VERIFIED",
            "hot/0 2026-03-02 DROPPED");
    assertThat(tiers.hot.days().keySet()).containsExactly(DAY.plusDays(40));
    assertThat(tiers.warm.days()).hasSize(3);
  }

  @Test
  void theEvidenceSaysWhatWasProvenAndByWhichTiers() {
    tiers.given(DAY, "file:a", 0, "one");
    tiers.readAll();
    var digest = tiers.hot.digest(DAY).hex();
    tiers.round();
    var record = tiers.get(slice("hot", DAY)).orElseThrow();
    assertThat(record.getDigest()).isEqualTo(digest);
    assertThat(record.getVersions()).isEqualTo(1);
    assertThat(record.getKept()).isZero();
    assertThat(record.getSampled()).isEqualTo(1);
    assertThat(record.getProofs()).extracting(p -> p.getTier()).containsExactly("warm", "cold");
    assertThat(record.getDroppedAt()).contains(tiers.now);
    assertThat(record.getFinalAfter()).contains(tiers.now.plus(Duration.ofDays(1)));
  }

  @Test
  void keepsADayUntilItIsOldEnough() {
    tiers.given(DAY, "file:a", 0, "one");
    tiers.readAll();
    tiers.now = midnight(DAY.plusDays(8)).minusSeconds(1);
    tiers.round();
    assertThat(tiers.written).isEmpty();
    tiers.now = midnight(DAY.plusDays(8));
    tiers.round();
    assertThat(tiers.state("hot", DAY)).isEqualTo(SliceState.DROPPED);
  }

  @Test
  void isFinalAfterTheGraceTimeIfTheArchiveStillHasIt() {
    tiers.given(DAY, "file:a", 0, "one");
    tiers.readAll();
    tiers.round();
    tiers.now = tiers.now.plus(Duration.ofHours(23));
    tiers.round();
    assertThat(tiers.state("hot", DAY)).isEqualTo(SliceState.DROPPED);
    tiers.now = tiers.now.plus(Duration.ofHours(1));
    tiers.round();
    assertThat(tiers.state("hot", DAY)).isEqualTo(SliceState.FINAL);
  }

  @Test
  void isNotFinalWhenTheArchiveHasLostSomethingMeanwhile() {
    var a = tiers.given(DAY, "file:a", 0, "one");
    tiers.readAll();
    tiers.round();
    tiers.cold.lose(a);
    tiers.now = tiers.now.plus(Duration.ofDays(1));
    tiers.round();
    assertThat(tiers.state("hot", DAY)).isEqualTo(SliceState.DROPPED);
    assertThat(tiers.get(slice("hot", DAY)).orElseThrow().getFailure())
        .hasValueSatisfying(
            why -> assertThat(why).startsWith("cold had 1 versions of it").contains("now has 0"));
  }

  @Test
  void aFailedProofKeepsTheSliceAndAllAfterItAndNamesWhatIsMissing() {
    var a = tiers.given(DAY, "file:a", 0, "one");
    tiers.given(DAY.plusDays(1), "file:b", 0, "two");
    tiers.readAll();
    tiers.warm.lose(a);
    tiers.round();
    tiers.round();
    assertThat(tiers.hot.days()).hasSize(2);
    var record = tiers.get(slice("hot", DAY)).orElseThrow();
    assertThat(record.getState()).isEqualTo("PLANNED");
    assertThat(record.getFailures()).isEqualTo(1);
    assertThat(record.getMissing()).containsExactly(a.toString());
    assertThat(tiers.ageing.outlook("hot", Set.of(0)))
        .extracting(SliceOutlook::why)
        .containsExactly(
            "the proof failed: 1 versions are missing in warm", "hot/0 2026-03-01 goes first");
  }

  @Test
  void triesAFailedProofAgainAfterAWhile() {
    tiers.given(DAY, "file:a", 0, "one");
    tiers.readAll();
    tiers.warm.different.add("something");
    tiers.round();
    tiers.warm.different.clear();
    tiers.now = tiers.now.plus(Duration.ofMinutes(10));
    tiers.round();
    assertThat(tiers.state("hot", DAY)).isEqualTo(SliceState.DROPPED);
    assertThat(tiers.get(slice("hot", DAY)).orElseThrow().getFailure()).isEmpty();
  }

  @Test
  void goesOnAfterAStopBetweenTheDropAndItsRecord() {
    tiers.given(DAY, "file:a", 0, "one");
    tiers.readAll();
    tiers.round();
    var verified = tiers.get(slice("hot", DAY)).orElseThrow();
    verified.setState("VERIFIED");
    verified.setDroppedAt(null);
    verified.setFinalAfter(null);
    tiers.ageing = tiers.fresh();
    tiers.round();
    assertThat(tiers.state("hot", DAY)).isEqualTo(SliceState.DROPPED);
    assertThat(tiers.get(slice("hot", DAY)).orElseThrow().getVersions()).isEqualTo(1);
  }

  @Test
  void provesAgainAfterAStopBetweenTheProofAndTheDrop() {
    var a = tiers.given(DAY, "file:a", 0, "one");
    tiers.readAll();
    tiers.cold.lose(a);
    tiers.round();
    tiers.get(slice("hot", DAY)).orElseThrow().setState("VERIFIED");
    tiers.ageing = tiers.fresh();
    tiers.now = tiers.now.plus(Duration.ofMinutes(10));
    tiers.round();
    assertThat(tiers.state("hot", DAY)).isEqualTo(SliceState.PLANNED);
    assertThat(tiers.hot.days()).hasSize(1);
  }

  @Test
  void whatStayedGoesInADailySweepOnceItMay() {
    var a = tiers.given(DAY, "file:a", 0, "one");
    tiers.given(DAY, "file:b", 0, "two");
    tiers.readAll();
    tiers.warm.kept.add(a);
    tiers.now = midnight(DAY.plusDays(100));
    tiers.round();
    assertThat(tiers.warm.versions(DAY)).containsExactly(a);
    assertThat(tiers.get(slice("warm", DAY)).orElseThrow().getKept()).isEqualTo(1);
    tiers.warm.kept.clear();
    tiers.round();
    assertThat(tiers.warm.versions(DAY)).containsExactly(a);
    tiers.now = tiers.now.plus(Duration.ofDays(1));
    tiers.round();
    assertThat(tiers.warm.versions(DAY)).isEmpty();
    var record = tiers.get(slice("warm", DAY)).orElseThrow();
    assertThat(record.getVersions()).isEqualTo(1);
    assertThat(record.getEarlier())
        .singleElement()
        .satisfies(earlier -> {
          assertThat(earlier.getVersions()).isEqualTo(2);
          assertThat(earlier.getKept()).isEqualTo(1);
        });
  }

  @Test
  void doesNotDropWhatIsHeldBeforeItsTime() {
    tiers.given(DAY, "file:a", 0, "one");
    tiers.readAll();
    var until = tiers.now.plus(Duration.ofDays(3));
    tiers.ageing.hold(slice("hot", DAY), until);
    tiers.round();
    assertThat(tiers.hot.days()).hasSize(1);
    assertThat(tiers.ageing.outlook("hot", Set.of(0)))
        .singleElement()
        .satisfies(outlook -> assertThat(outlook.due()).isEqualTo(until));
    tiers.now = until;
    tiers.round();
    assertThat(tiers.hot.days()).isEmpty();
  }

  @Test
  void whatIsBroughtBackKeepsItsEvidenceAndGoesAgainInTheEnd() {
    var a = tiers.given(DAY, "file:a", 0, "one");
    tiers.readAll();
    tiers.round();
    var until = tiers.now.plus(Duration.ofDays(3));
    tiers.ageing.hold(slice("hot", DAY), until);
    tiers.hot.restore(a);
    tiers.now = tiers.now.plus(Duration.ofDays(2));
    tiers.round();
    assertThat(tiers.hot.versions(DAY)).containsExactly(a);
    assertThat(tiers.state("hot", DAY)).isEqualTo(SliceState.FINAL);
    assertThat(tiers.get(slice("hot", DAY)).orElseThrow().getProofs()).hasSize(2);
    assertThat(tiers.ageing.outlook("hot", Set.of(0)))
        .extracting(SliceOutlook::why)
        .containsExactly("restored; stays until " + until);
    tiers.now = until;
    tiers.round();
    assertThat(tiers.hot.versions(DAY)).isEmpty();
    assertThat(tiers.state("hot", DAY)).isEqualTo(SliceState.DROPPED);
    var record = tiers.get(slice("hot", DAY)).orElseThrow();
    assertThat(record.getHeldUntil()).isEmpty();
    assertThat(record.getEarlier()).hasSize(1);
  }

  @Test
  void aDropThatWasNotRecordedIsBeforeItIsBroughtBack() {
    var a = tiers.given(DAY, "file:a", 0, "one");
    tiers.readAll();
    tiers.round();
    var verified = tiers.get(slice("hot", DAY)).orElseThrow();
    verified.setState("VERIFIED");
    verified.setDroppedAt(null);
    verified.setFinalAfter(null);
    tiers.ageing = tiers.fresh();
    tiers.ageing.hold(slice("hot", DAY), tiers.now.plus(Duration.ofDays(3)));
    tiers.hot.restore(a);
    assertThat(tiers.state("hot", DAY)).isEqualTo(SliceState.DROPPED);
    assertThat(tiers.get(slice("hot", DAY)).orElseThrow().getDroppedAt()).contains(tiers.now);
  }

  @Test
  void saysWhatFailsInAShardAndGoesOnWithTheOthers() {
    tiers.given(DAY, "file:a", 0, "one");
    tiers.readAll();
    tiers.hot.broken = "a file of hot is damaged";
    assertThat(tiers.ageing.round(Set.of(0)))
        .containsExactlyInAnyOrderEntriesOf(Map.of("hot/0", "a file of hot is damaged"));
    tiers.hot.broken = "";
    assertThat(tiers.ageing.outlook("hot", Set.of(0)))
        .extracting(SliceOutlook::why)
        .containsExactly("the last round failed: a file of hot is damaged");
    assertThat(tiers.ageing.round(Set.of(0))).isEmpty();
    assertThat(tiers.state("hot", DAY)).isEqualTo(SliceState.DROPPED);
  }

  private static Instant midnight(LocalDate day) {
    return day.atStartOfDay().toInstant(ZoneOffset.UTC);
  }
}

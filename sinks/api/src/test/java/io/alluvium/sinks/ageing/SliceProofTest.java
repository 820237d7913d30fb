package io.alluvium.sinks.ageing;

import static io.alluvium.sinks.ageing.ModelTiers.DAY;
import static io.alluvium.sinks.ageing.ModelTiers.slice;
import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.sinks.VersionId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SliceProofTest {
  private final ModelTiers tiers = new ModelTiers();

  @Test
  void provesWhatIsEverywhereByItsDigestAlone() {
    tiers.given(DAY, "file:a", 0, "one");
    tiers.given(DAY, "file:b", 0, "two");
    tiers.readAll();
    var proven = (Judgement.Proven) tiers.proof.judge(slice("hot", DAY));
    assertThat(proven.digest()).isEqualTo(tiers.hot.digest(DAY));
    assertThat(proven.leaving()).isEqualTo(2);
    assertThat(proven.sampled()).isEqualTo(2);
    assertThat(proven.proofs())
        .extracting(proof -> proof.getTier() + " " + proof.getCompared() + " " + proof.getOffset())
        .containsExactly("warm digests 2", "cold digests 2");
  }

  @Test
  void comparesSetsWhereTheArchiveKeepsMore() {
    tiers.given(DAY, "file:a", 0, "one");
    tiers.given(DAY, "file:a", 1, "two");
    tiers.given(DAY, "file:a", 2, "one");
    tiers.readAll();
    var proven = (Judgement.Proven) tiers.proof.judge(slice("hot", DAY));
    assertThat(proven.digest().count()).isEqualTo(2);
    assertThat(proven.proofs())
        .extracting(proof -> proof.getTier() + " " + proof.getVersions())
        .containsExactly("warm 2", "cold 3");
  }

  @Test
  void namesEveryMissingVersionAndTheTierThatLacksIt() {
    var a = tiers.given(DAY, "file:a", 0, "one");
    tiers.given(DAY, "file:b", 0, "two");
    tiers.readAll();
    tiers.cold.lose(a);
    var failed = (Judgement.Failed) tiers.proof.judge(slice("hot", DAY));
    assertThat(failed.why()).isEqualTo("1 versions are missing in cold");
    assertThat(failed.events()).containsExactly(a.toString());
    assertThat(failed.count()).isEqualTo(1);
  }

  @Test
  void waitsUntilEveryTierHasReadPastTheDay() {
    tiers.given(DAY, "file:a", 0, "one");
    tiers.given(DAY, "file:b", 0, "two");
    tiers.readAll();
    tiers.cold.read = 1;
    assertThat(tiers.proof.judge(slice("hot", DAY)))
        .isEqualTo(
            new Judgement.Waiting("cold has committed events-0 up to offset 1; the day ends at 2"));
  }

  @Test
  void aVersionThatMadeWayInATierFurtherAheadIsNotMissing() {
    tiers.given(DAY, "file:a", 0, "one");
    tiers.readAll();
    tiers.given(DAY.plusDays(2), "file:a", 1, "two");
    tiers.given(DAY.plusDays(2), "file:a", 2, "one");
    tiers.warm.readAll();
    tiers.cold.readAll();
    assertThat(tiers.proof.judge(slice("hot", DAY))).isInstanceOf(Judgement.Waiting.class);
    tiers.hot.readAll();
    assertThat(tiers.proof.judge(slice("hot", DAY))).isInstanceOf(Judgement.Proven.class);
  }

  @Test
  void aLateVersionThatOthersHaveYetToReadIsNotMissing() {
    tiers.given(DAY, "file:a", 0, "one");
    tiers.given(DAY.plusDays(2), "file:b", 0, "two");
    tiers.readAll();
    tiers.given(DAY, "file:c", 0, "late");
    tiers.hot.readAll();
    assertThat(tiers.proof.judge(slice("hot", DAY))).isInstanceOf(Judgement.Waiting.class);
    tiers.warm.readAll();
    tiers.cold.readAll();
    assertThat(tiers.proof.judge(slice("hot", DAY))).isInstanceOf(Judgement.Proven.class);
  }

  @Test
  void asksOnlyTheArchiveForADayThatTheTierBehindHasDroppedItself() {
    tiers.given(DAY, "file:a", 0, "one");
    tiers.readAll();
    tiers.warm.drop(0, DAY, tiers.warm.digest(DAY));
    var proven = (Judgement.Proven) tiers.proof.judge(slice("hot", DAY));
    assertThat(proven.proofs()).extracting(proof -> proof.getTier()).containsExactly("cold");
  }

  @Test
  void comparesTheContentOfASample() {
    var a = tiers.given(DAY, "file:a", 0, "one");
    tiers.readAll();
    tiers.warm.different.add(a + " has another title");
    var failed = (Judgement.Failed) tiers.proof.judge(slice("hot", DAY));
    assertThat(failed.why()).isEqualTo("the content of 1 of 1 versions differs");
    assertThat(failed.events()).containsExactly(a + " has another title (warm)");
    tiers.warm.different.clear();
    tiers.log.getFirst().event().setText("changed");
    failed = (Judgement.Failed) tiers.proof.judge(slice("hot", DAY));
    assertThat(failed.events()).singleElement().asString().contains("hashes to").endsWith("(cold)");
  }

  /** Whatever is lost wherever, and however far each has read: nothing missing is ever proven. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void findsEveryVersionThatIsMissing(long seed) {
    var random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      var some = history(random);
      var lost = lose(some, random);
      var held = Set.copyOf(some.hot.versions(DAY));
      var truly = new HashSet<>(lost);
      truly.retainAll(held);
      var judgement = some.proof.judge(slice("hot", DAY));
      switch (judgement) {
        case Judgement.Proven proven -> assertThat(truly).isEmpty();
        case Judgement.Failed failed ->
            assertThat(failed.events())
                .containsExactlyInAnyOrderElementsOf(
                    truly.stream().map(VersionId::toString).toList());
        case Judgement.Waiting waiting ->
            assertThat(List.of(some.hot.read, some.warm.read, some.cold.read))
                .anyMatch(read -> read < some.log.size());
      }
    }
  }

  private static ModelTiers history(Random random) {
    var some = new ModelTiers();
    for (int at = 0; at < 1 + random.nextInt(30); at++) {
      var key = "file:" + random.nextInt(5);
      some.given(DAY.plusDays(at / 15), key, at, "text " + random.nextInt(3));
    }
    some.readAll();
    int later = random.nextInt(3);
    for (int more = 0; more < later; more++) {
      some.given(DAY.plusDays(random.nextInt(3)), "file:0", 40 + more, "text " + random.nextInt(3));
    }
    for (var tier : List.of(some.hot, some.warm, some.cold)) {
      if (random.nextInt(4) > 0) {
        tier.readAll();
      }
    }
    return some;
  }

  private static Set<VersionId> lose(ModelTiers some, Random random) {
    var lost = new HashSet<VersionId>();
    if (random.nextBoolean()) {
      var from = random.nextBoolean() ? some.warm : some.cold;
      var versions = new ArrayList<>(from.versions(DAY));
      for (int more = random.nextInt(3); more > 0 && !versions.isEmpty(); more--) {
        var id = versions.remove(random.nextInt(versions.size()));
        from.lose(id);
        lost.add(id);
      }
    }
    return lost;
  }
}

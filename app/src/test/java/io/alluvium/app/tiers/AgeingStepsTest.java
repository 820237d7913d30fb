package io.alluvium.app.tiers;

import static io.alluvium.app.tiers.SteppedTiers.DAY;
import static io.alluvium.app.tiers.SteppedTiers.SHARDS;
import static io.alluvium.app.tiers.SteppedTiers.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.sinks.Slices;
import io.alluvium.sinks.ageing.SliceId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ageing on real tiers, broken off at every step; what was not committed is lost each time. */
final class AgeingStepsTest {
  @TempDir Path directory;
  private Instant now = DAY.plusDays(9).atStartOfDay().toInstant(ZoneOffset.UTC);
  private int steps;
  private int breakAt;

  /** Stands for kill -9, which {@link AgeingCrashIT} does: nothing after it is done. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  @Test
  void whereverItIsBrokenOffItEndsTheSameAndLosesNothing() {
    feed();
    int broken = 0;
    for (breakAt = 1; ; breakAt++) {
      steps = 0;
      try (var tiers = open()) {
        tiers.ageing().round(SHARDS);
        break;
      } catch (Killed killed) {
        broken++;
      }
    }
    assertThat(broken).isGreaterThanOrEqualTo(6);
    try (var tiers = open()) {
      assertThat(tiers.hot.slices(0).days().keySet()).containsExactly(DAY.plusDays(8));
      assertThat(tiers.warm.slices(0).versions(DAY)).hasSize(3);
      assertThat(tiers.cold.slices(0).versions(DAY)).hasSize(3);
      assertThat(tiers.ledger.all())
          .extracting(record -> record.getDay() + " " + record.getState())
          .containsExactlyInAnyOrder("2026-03-01 DROPPED", "2026-03-02 DROPPED");
      assertThat(tiers.ledger.get(new SliceId("hot", 0, DAY)).orElseThrow().getVersions())
          .isEqualTo(3);
    }
  }

  @Test
  void warmKeepsWhatIsCurrentUntilItIsNot() {
    feed();
    breakAt = Integer.MAX_VALUE;
    now = DAY.plusDays(92).atStartOfDay().toInstant(ZoneOffset.UTC);
    try (var tiers = open()) {
      tiers.ageing().round(SHARDS);
      assertThat(tiers.hot.slices(0).days()).isEmpty();
      assertThat(tiers.warm.slices(0).days().get(DAY)).isEqualTo(new Slices.Held(2, 0));
      assertThat(tiers.ledger.get(new SliceId("warm", 0, DAY)).orElseThrow().getKept())
          .isEqualTo(2);
      tiers.apply(7, event("a", 2, "third", DAY.plusDays(91)));
      now = now.plus(Duration.ofDays(1));
      tiers.ageing().round(SHARDS);
      assertThat(tiers.warm.slices(0).days().get(DAY)).isEqualTo(new Slices.Held(1, 0));
      assertThat(tiers.cold.slices(0).versions(DAY)).hasSize(3);
    }
  }

  private void feed() {
    try (var tiers = open()) {
      tiers.feed();
    }
  }

  private SteppedTiers open() {
    return new SteppedTiers(directory, what -> step(), () -> now);
  }

  private void step() {
    if (++steps == breakAt) {
      throw new Killed();
    }
  }
}

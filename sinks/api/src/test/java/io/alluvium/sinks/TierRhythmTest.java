package io.alluvium.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TierRhythmTest {
  private static final long BACKFILL = 100_000;
  private static final long LIVE = 0;

  @Test
  void refreshesAtOnceWhileReadingLive() {
    assertThat(rhythm(Duration.ofHours(1), 10).refreshDue(LIVE)).isTrue();
  }

  @Test
  void refreshesSeldomInABackfill() {
    assertThat(rhythm(Duration.ofHours(1), 10).refreshDue(BACKFILL)).isFalse();
  }

  @Test
  void restsAfterALongRefreshButNeverLongerThanInABackfill() {
    var rhythm = rhythm(Duration.ofMillis(1), 10);
    rhythm.refreshed(Duration.ofHours(1));
    long until = System.nanoTime() + Duration.ofMillis(2).toNanos();
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
    assertThat(rhythm.refreshDue(LIVE)).isTrue();
  }

  @Test
  void commitsAfterEnoughRecordsAndNeverWithoutAny() {
    var rhythm = rhythm(Duration.ofHours(1), 10);
    rhythm.applied(9);
    assertThat(rhythm.commitDue(LIVE)).isFalse();
    rhythm.applied(1);
    assertThat(rhythm.commitDue(BACKFILL)).isTrue();
    rhythm.committed();
    assertThat(rhythm.commitDue(LIVE)).isFalse();
  }

  private static TierRhythm rhythm(Duration interval, int records) {
    return new TierRhythm(
        new TierReaderConfig("group", "member", interval, records, interval, TierListener.NONE));
  }
}

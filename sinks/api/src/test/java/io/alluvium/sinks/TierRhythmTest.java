package io.alluvium.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TierRhythmTest {
  private static final long BACKFILL = 100_000;
  private static final long LIVE = 0;

  @Test
  void refreshesAtOnceWhileReadingLive() {
    assertThat(after(1, LIVE).refreshDue()).isTrue();
  }

  @Test
  void refreshesSeldomInABackfill() {
    assertThat(after(1, BACKFILL).refreshDue()).isFalse();
  }

  @Test
  void takesManyRecordsInASecondForABackfill() {
    assertThat(after(1, LIVE).isBackfill()).isFalse();
    assertThat(after(5_000, LIVE).isBackfill()).isTrue();
  }

  @Test
  void commitsAfterEnoughRecordsAndNeverWithoutAny() {
    var rhythm = after(9, LIVE);
    assertThat(rhythm.commitDue()).isFalse();
    rhythm.applied(1, BACKFILL);
    assertThat(rhythm.commitDue()).isTrue();
    rhythm.committed(Duration.ofMillis(1));
    assertThat(rhythm.commitDue()).isFalse();
  }

  @Test
  void restsAfterALongRefresh() {
    var rhythm = after(1, LIVE);
    rhythm.refreshed(Duration.ofMinutes(10));
    assertThat(rhythm.refreshDue()).isFalse();
  }

  private static TierRhythm after(int records, long lag) {
    var hour = Duration.ofHours(1);
    var rhythm =
        new TierRhythm(new TierReaderConfig("group", "member", hour, 10, hour, TierListener.NONE));
    rhythm.applied(records, lag);
    return rhythm;
  }
}

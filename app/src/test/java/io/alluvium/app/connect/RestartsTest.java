package io.alluvium.app.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

final class RestartsTest {
  private static final Instant START = Instant.parse("2026-11-20T00:00:00Z");

  private final Restarts restarts = new Restarts();

  @Test
  void pausesTwiceAsLongEachTimeUpToAMinute() {
    var now = START;
    var pauses = new ArrayList<Long>();
    for (int i = 0; i < 8; i++) {
      assertThat(restarts.failed(now)).isFalse();
      var due = restarts.due();
      assertThat(due).isNotNull();
      pauses.add(Duration.between(now, due).toSeconds());
      now = due;
      assertThat(restarts.failed(now)).isTrue();
    }
    assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
    assertThat(restarts.count()).isEqualTo(8);
  }

  @Test
  void forgivesOnlyAfterAMinuteOfRunning() {
    restarts.failed(START);
    restarts.failed(START.plusSeconds(1));
    restarts.running(START.plusSeconds(2));
    restarts.running(START.plusSeconds(30));
    assertThat(restarts.count()).isEqualTo(1);
    assertThat(restarts.due()).isNull();
    restarts.running(START.plusSeconds(62));
    assertThat(restarts.count()).isZero();
  }
}

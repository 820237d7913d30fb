package io.alluvium.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BackoffTest {
  @Test
  void waitsFromOneSecondToTenLongerEachTime() {
    for (int i = 0; i < 100; i++) {
      var backoff = new Backoff();
      var waits = IntStream.range(0, 8).mapToObj(failure -> backoff.failed()).toList();
      assertThat(waits.subList(0, 4)).isSorted();
      assertThat(waits)
          .allSatisfy(
              wait -> assertThat(wait).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10)));
    }
  }

  @Test
  void letsNoTwoThatFailedTogetherComeBackTogether() {
    var firsts = new HashSet<Duration>();
    IntStream.range(0, 100).forEach(i -> firsts.add(new Backoff().failed()));
    assertThat(firsts).hasSizeGreaterThan(10);
  }

  @Test
  void tellsOfTheThirdFailureInARow() {
    var backoff = new Backoff();
    backoff.failed();
    backoff.failed();
    backoff.succeeded();
    for (int failure = 1; failure <= 5; failure++) {
      backoff.failed();
      assertThat(backoff.mustTell()).isEqualTo(failure == 3);
    }
  }
}

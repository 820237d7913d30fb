package io.alluvium.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.MemoryOffsets;
import io.alluvium.simulators.slack.SlackFaults;
import io.alluvium.simulators.slack.SlackOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import org.junit.jupiter.api.Test;

final class RateLimitTest extends Traps {
  @Test
  void waitsAsLongAsRetryAfterSaysAndAllWhoUseTheTokenWaitWithIt() {
    begin(SlackOptions.empty());
    slack.post(channel, ADA, "hello");
    onHistory(1, SlackFaults.rateLimited(4));
    var begin = Instant.now();
    try (var one = run(false);
        var two = run(false, new MemoryOffsets())) {
      one.until(() -> slack.calls("conversations.history") == 1);
      two.during(Duration.ofMillis(500));
      assertThat(slack.calls("conversations.history")).as("calls while told to wait").isEqualTo(1);
      one.until(() -> keys(one).containsAll(truth()));
      two.until(() -> keys(two).containsAll(truth()));
      assertThat(Instant.now()).isBetween(begin.plusSeconds(4), begin.plusSeconds(20));
    }
  }

  @Test
  void takesALimitForALimitThoughItComesWithStatus200() {
    begin(SlackOptions.empty());
    slack.post(channel, ADA, "hello");
    onHistory(2, SlackFaults.rateLimitedWithOk(1));
    try (var run = run(false)) {
      untilRead(run);
      assertThat(slack.faults().hits()).isEqualTo(2);
    }
  }

  @Test
  void isNotRefusedForBeingLimitedWhenItIsChecked() {
    begin(SlackOptions.empty());
    slack.faults().add("GET", "auth.test", 1, SlackFaults.rateLimited(1));
    var settings = new HashMap<>(SimulatedSlack.settings(slack, false));
    settings.put("name", "under-test");
    assertThat(new SlackSourceConnector().validate(settings).configValues())
        .allSatisfy(value -> assertThat(value.errorMessages()).isEmpty());
  }

  @Test
  void readsEverythingThoughSlackGivesFifteenMessagesAtATime() {
    begin(
        SlackOptions.empty()
            .generated(120, 1)
            .limited(SlackOptions.Limits.CAPPED, Duration.ofMillis(20)));
    try (var run = run(false)) {
      run.until(() -> keys(run).containsAll(truth()), Duration.ofSeconds(50));
      assertEachOnce(run);
    }
  }

  @Test
  void publishesWhatTheSocketTellsAlthoughHistoryIsLimited() {
    begin(SlackOptions.empty());
    slack.post(channel, ADA, "hello");
    try (var run = run(true)) {
      untilRead(run);
      run.until(() -> slack.sockets() == 2).during(Duration.ofMillis(500));
      onHistory(1, SlackFaults.rateLimited(30));
      run.until(() -> run.gaps().stream().anyMatch(gap -> gap.getReason().equals("RATE_LIMITED")));
      var ts = slack.post(channel, ADA, "still here");
      untilText(run, ts, "still here");
    }
  }
}

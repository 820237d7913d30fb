package io.alluvium.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.TaskRun;
import io.alluvium.schemas.RawEvent;
import io.alluvium.simulators.fault.Fault;
import io.alluvium.simulators.fault.FaultRule;
import io.alluvium.simulators.slack.SlackFaults;
import io.alluvium.simulators.slack.SlackOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * People post, answer, edit, react and delete, while sockets break, calls fail and the source is
 * restarted. In the end what was published must be what is there.
 */
final class RandomLifeTest extends Traps {
  /** What ingest makes of the raw events: the newest version of each message. */
  private final Map<String, RawEvent> newest = new HashMap<>();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void arrivesAtTheTruth(boolean sockets) {
    begin(SlackOptions.empty().generated(300, 2).spanning(Duration.ofDays(6)));
    more.put("slack.page.size", "40");
    more.put("slack.sweep.ms", "1000");
    for (int restart = 0; restart < 2; restart++) {
      try (var run = run(sockets)) {
        for (int round = 0; round < 4; round++) {
          disturb(restart * 4 + round);
          slack.live(30);
          run.during(Duration.ofMillis(150));
        }
        ingest(run);
        // Killed with a batch on its way that nobody has heard of.
        run.pollUncommitted();
      }
    }
    slack.faults().clear();
    try (var run = run(sockets)) {
      run.until(
          () -> {
            ingest(run);
            run.forget();
            return state().equals(truthState());
          },
          Duration.ofSeconds(60));
    }
    assertThat(state()).isEqualTo(truthState());
  }

  private void disturb(int seed) {
    slack.faults().clear();
    for (var fault :
        List.of(
            new Fault.Answer(502, Map.of(), "<html>"),
            new Fault.Truncate(40),
            SlackFaults.error("internal_error"))) {
      slack
          .faults()
          .add(
              FaultRule.on("GET", "conversations\\.(history|replies)", fault)
                  .withProbability(0.02, seed));
    }
    if (seed % 3 == 0) {
      slack.cutSockets(Duration.ofMillis(200));
    }
    if (seed % 4 == 0) {
      slack.duplicateEvents(10);
    }
    if (seed % 5 == 0) {
      slack.expireCursors();
    }
  }

  private void ingest(TaskRun run) {
    run.events().forEach(event -> newest.merge(event.getEntityKey(), event, this::newer));
  }

  // A deletion states no order, so that only the observation decides.
  private RawEvent newer(RawEvent one, RawEvent other) {
    boolean ordered = one.getDeletion().isEmpty() && other.getDeletion().isEmpty();
    int byUpstream =
        Long.compare(one.getVersionOrder().getUpstream(), other.getVersionOrder().getUpstream());
    if (ordered && byUpstream != 0) {
      return byUpstream > 0 ? one : other;
    }
    boolean later =
        other.getVersionOrder().getObservation() >= one.getVersionOrder().getObservation();
    return later ? other : one;
  }

  private Map<String, String> state() {
    var state = new TreeMap<String, String>();
    newest.forEach((key, event) -> {
      if (event.getDeletion().isEmpty()) {
        state.put(
            key,
            event.getText().orElse("")
                + event.getListAttributes().getOrDefault("reactions", List.of()));
      }
    });
    return state;
  }

  private Map<String, String> truthState() {
    var state = new TreeMap<String, String>();
    slack.forEachMessage((in, message) -> {
      if (!message.subtype().equals("tombstone")) {
        var reactions = new TreeMap<>(message.reactions());
        var counted =
            reactions.entrySet().stream()
                .map(reaction -> reaction.getKey() + ":" + reaction.getValue().size())
                .toList();
        state.put(key(in, message.name()), message.text() + counted);
      }
    });
    return state;
  }
}

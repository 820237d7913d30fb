package io.alluvium.simulators.slack.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.simulators.fault.Fault;
import io.alluvium.simulators.fault.FaultRule;
import io.alluvium.simulators.scenario.FaultSection;
import io.alluvium.simulators.scenario.Section;
import io.alluvium.simulators.slack.SlackFaults;
import io.alluvium.simulators.slack.SlackSimulator;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One fault of a scenario: one that any system may have ({@link FaultSection}), or one of:
 *
 * <ul>
 *   <li>{@code rateLimited: 30}: a limit for so many seconds, with {@code status} 429 (default) or
 *       200
 *   <li>{@code error: missing_scope}: status 200 that is not ok
 *   <li>{@code changes: 3}: people do so many things before the true answer
 *   <li>{@code expireCursors: true}, {@code cutSockets: PT5S}, {@code refreshSockets: true}, {@code
 *       duplicateEvents: 5}, {@code rotateToken: <token>}: this happens before the true answer
 * </ul>
 */
final class FaultEntry {
  private static final List<String> KEYS =
      List.of(
          "rateLimited",
          "error",
          "changes",
          "expireCursors",
          "cutSockets",
          "refreshSockets",
          "duplicateEvents",
          "rotateToken");

  private final SlackSimulator slack;
  private final Section section;

  private FaultEntry(SlackSimulator slack, Section section) {
    this.slack = slack;
    this.section = section;
  }

  static FaultRule rule(SlackSimulator slack, JsonNode node) {
    return FaultSection.rule(node, KEYS, section -> new FaultEntry(slack, section).fault());
  }

  private Optional<Fault> fault() {
    if (section.has("rateLimited")) {
      int seconds = section.number("rateLimited", 1);
      return Optional.of(
          section.number("status", 429) == 200
              ? SlackFaults.rateLimitedWithOk(seconds)
              : SlackFaults.rateLimited(seconds));
    }
    return section.has("error")
        ? Optional.of(SlackFaults.error(section.text("error")))
        : change().map(Fault.Change::new);
  }

  private Optional<Runnable> change() {
    if (section.has("changes")) {
      return Optional.of(() -> slack.live(section.number("changes", 1)));
    }
    if (section.has("expireCursors")) {
      return Optional.of(slack::expireCursors);
    }
    if (section.has("cutSockets")) {
      var time = section.duration("cutSockets", Duration.ZERO);
      return Optional.of(() -> slack.cutSockets(time));
    }
    if (section.has("refreshSockets")) {
      return Optional.of(slack::refreshSockets);
    }
    if (section.has("duplicateEvents")) {
      return Optional.of(() -> slack.duplicateEvents(section.number("duplicateEvents", 1)));
    }
    return section.optional("rotateToken").map(token -> () -> slack.rotateToken(token));
  }
}

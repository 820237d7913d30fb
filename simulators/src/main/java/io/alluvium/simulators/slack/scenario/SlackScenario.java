package io.alluvium.simulators.slack.scenario;

import io.alluvium.simulators.scenario.ScenarioException;
import io.alluvium.simulators.scenario.Section;
import io.alluvium.simulators.slack.SlackOptions;
import io.alluvium.simulators.slack.SlackOptions.Limits;
import io.alluvium.simulators.slack.SlackSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * A file in YAML or JSON that sets a workspace up. All keys are optional:
 *
 * <pre>{@code
 * limits: tiers                   # or none, capped
 * generate: {messages: 2000, channels: 5, days: 365}
 * people: {U00000001: Ada, U00000002: Bob}
 * channels:
 *   - name: ops
 *     private: false
 *     archived: false
 *     member: true                # whether the app is
 *     messages:
 *       - {user: U00000001, text: "Who?", at: 2026-01-31T08:00:00Z, reactions: {eyes: [U00000002]},
 *          files: [plan.txt], edited: true,
 *          replies: [{user: U00000002, text: Me., broadcast: true}]}
 * activity: {every: PT1S}
 * faults:
 *   - {request: GET conversations.history, skip: 1, times: 3, rateLimited: 30}
 * }</pre>
 *
 * <p>What a fault may be is said at {@link FaultEntry}.
 */
public final class SlackScenario {
  private final Section root;

  private SlackScenario(Section root) {
    this.root = root;
  }

  /**
   * Reads a file.
   *
   * @throws ScenarioException if it says something that is not understood
   * @throws IOException if it cannot be read
   */
  public static SlackScenario read(Path file) throws IOException {
    return parse(Files.readString(file));
  }

  /**
   * Reads a text.
   *
   * @throws ScenarioException if it says something that is not understood
   */
  public static SlackScenario parse(String text) {
    return new SlackScenario(
        Section.parse(text, "limits", "generate", "people", "channels", "activity", "faults"));
  }

  /**
   * Starts the workspace.
   *
   * @param port port to listen on; 0 = any
   * @throws ScenarioException if it says something that is not understood
   */
  public SlackSimulator start(int port) {
    var slack = SlackSimulator.start(options().on(port));
    try {
      root.map("people").forEach(slack::renameUser);
      root.each("channels", entry -> ChannelEntry.apply(slack, entry));
      root.each("faults", entry -> slack.faults().add(FaultEntry.rule(slack, entry)));
      if (root.node("activity").isObject()) {
        var activity = new Section("activity", root.node("activity"), "every");
        slack.liveOn(activity.duration("every", Duration.ofSeconds(1)));
      }
      return slack;
    } catch (ScenarioException e) {
      slack.close();
      throw e;
    }
  }

  private SlackOptions options() {
    var options = SlackOptions.empty().limited(limits(), Duration.ofMinutes(1));
    if (!root.node("generate").isObject()) {
      return options;
    }
    var generate = new Section("generate", root.node("generate"), "messages", "channels", "days");
    return options
        .generated(generate.number("messages", 2_000), generate.number("channels", 5))
        .spanning(Duration.ofDays(generate.number("days", 365)));
  }

  private Limits limits() {
    var name = root.text("limits", "none");
    try {
      return Limits.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new ScenarioException("limits must be none, tiers or capped, is " + name);
    }
  }
}

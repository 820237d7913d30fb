package io.alluvium.simulators.slack.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.simulators.scenario.ScenarioException;
import io.alluvium.simulators.scenario.Section;
import io.alluvium.simulators.slack.SlackMessage;
import io.alluvium.simulators.slack.SlackSimulator;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One channel of a scenario with all that is said in it. */
final class ChannelEntry {
  private static final String SOMEBODY = "U00000001";
  private static final Duration APART = Duration.ofMinutes(1);

  private final SlackSimulator slack;
  private final String channel;
  // Of what has no time of its own: one minute after the other, from yesterday on.
  private Instant next = Instant.now().minus(Duration.ofDays(1));

  private ChannelEntry(SlackSimulator slack, String channel) {
    this.slack = slack;
    this.channel = channel;
  }

  static void apply(SlackSimulator slack, JsonNode node) {
    var section =
        new Section("channels", node, "name", "private", "archived", "member", "messages");
    var channel = slack.createChannel(section.text("name"), section.flag("private"));
    var entry = new ChannelEntry(slack, channel);
    section.each("messages", message -> entry.message(message, 0));
    if (section.text("member", "true").equals("false")) {
      slack.leave(channel);
    }
    if (section.flag("archived")) {
      slack.archive(channel);
    }
  }

  private void message(JsonNode node, long thread) {
    var section =
        new Section(
            "messages",
            node,
            "user",
            "text",
            "at",
            "reactions",
            "files",
            "edited",
            "broadcast",
            "replies");
    long ts = time(section);
    slack.put(
        channel,
        new SlackMessage(
            ts,
            thread,
            section.text("user", SOMEBODY),
            section.text("text"),
            section.flag("edited") ? ts + 1 : 0,
            section.texts("files"),
            reactions(section.node("reactions")),
            section.flag("broadcast") ? SlackMessage.BROADCAST : ""));
    section.each("replies", reply -> message(reply, ts));
  }

  private long time(Section section) {
    // YAML knows times, which are numbers then.
    next =
        section.node("at").isNumber()
            ? Instant.ofEpochMilli(section.node("at").asLong())
            : section.optional("at").map(ChannelEntry::parsed).orElse(next.plus(APART));
    return ChronoUnit.MICROS.between(Instant.EPOCH, next);
  }

  private static Instant parsed(String time) {
    try {
      return Instant.parse(time);
    } catch (DateTimeParseException e) {
      throw new ScenarioException(
          "messages.at must be a time such as 2026-01-31T08:00:00Z, is " + time);
    }
  }

  private static Map<String, List<String>> reactions(JsonNode node) {
    var reactions = new TreeMap<String, List<String>>();
    node.properties()
        .forEach(given -> {
          var users = new ArrayList<String>();
          given.getValue().forEach(user -> users.add(user.asText()));
          reactions.put(given.getKey(), users);
        });
    return reactions;
  }
}

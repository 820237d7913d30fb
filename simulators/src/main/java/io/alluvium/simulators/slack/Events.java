package io.alluvium.simulators.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What Slack sends over a socket when something happens. */
final class Events {
  private Events() {}

  static ObjectNode posted(SimulatedChannel channel, SlackMessage message) {
    var event = SlackJson.bare(message);
    if (!message.files().isEmpty()) {
      event.put("subtype", "file_share");
    }
    return in(channel, event, message.ts());
  }

  static ObjectNode changed(
      SimulatedChannel channel, SlackMessage before, SlackMessage after, long at) {
    var event = SlackJson.object();
    event.put("type", "message").put("subtype", "message_changed").put("hidden", true);
    event.put("ts", Ts.text(at));
    event.set("message", SlackJson.bare(after));
    event.set("previous_message", SlackJson.bare(before));
    return in(channel, event, at);
  }

  static ObjectNode deleted(SimulatedChannel channel, SlackMessage before, long at) {
    var event = SlackJson.object();
    event.put("type", "message").put("subtype", "message_deleted").put("hidden", true);
    event.put("ts", Ts.text(at)).put("deleted_ts", before.name());
    event.set("previous_message", SlackJson.bare(before));
    return in(channel, event, at);
  }

  static ObjectNode reacted(
      SimulatedChannel channel, SlackMessage message, boolean added, String emoji, String by) {
    var event = SlackJson.object();
    event.put("type", added ? "reaction_added" : "reaction_removed");
    event.put("user", by).put("reaction", emoji).put("item_user", message.user());
    event
        .putObject("item")
        .put("type", "message")
        .put("channel", channel.id)
        .put("ts", message.name());
    event.put("event_ts", message.name());
    return event;
  }

  static ObjectNode channel(String type, SimulatedChannel channel) {
    var event = SlackJson.object();
    event.put("type", type).put("channel", channel.id);
    return event;
  }

  static ObjectNode user(String id, String name) {
    var event = SlackJson.object();
    event.put("type", "user_change");
    event.set("user", SlackJson.user(id, name));
    return event;
  }

  private static ObjectNode in(SimulatedChannel channel, ObjectNode event, long at) {
    event.put("channel", channel.id).put("event_ts", Ts.text(at));
    var type = channel.isPrivate ? "group" : "channel";
    event.put("channel_type", channel.with.isEmpty() ? type : "im");
    return event;
  }
}

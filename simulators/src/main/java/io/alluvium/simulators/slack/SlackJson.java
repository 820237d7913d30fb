package io.alluvium.simulators.slack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Slack's objects as JSON. */
final class SlackJson {
  static final ObjectMapper MAPPER = new ObjectMapper();

  private static final long CREATED = 1_500_000_000L;
  private static final int SHOWN_REACTORS = 2;

  private SlackJson() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static ObjectNode ok() {
    return object().put("ok", true);
  }

  static ObjectNode error(String code) {
    return object().put("ok", false).put("error", code);
  }

  static byte[] bytes(ObjectNode json) {
    try {
      return MAPPER.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree can be written", e);
    }
  }

  /** A message without what only a listing knows. */
  static ObjectNode bare(SlackMessage message) {
    var json = object();
    json.put("type", "message").put("user", message.user()).put("text", message.text());
    json.put("ts", message.name()).put("team", SimulatedWorkspace.TEAM);
    if (!message.subtype().isEmpty()) {
      json.put("subtype", message.subtype());
    }
    if (message.isTombstone()) {
      json.put("hidden", true);
    }
    if (message.thread() != 0) {
      json.put("thread_ts", Ts.text(message.thread()));
    }
    if (message.edited() != 0) {
      json.putObject("edited").put("user", message.user()).put("ts", Ts.text(message.edited()));
    }
    if (!message.files().isEmpty()) {
      var files = json.putArray("files");
      message
          .files()
          .forEach(name ->
              files
                  .addObject()
                  .put("id", fileId(name))
                  .put("name", name)
                  .put("mimetype", "text/plain")
                  .put("size", name.length()));
      json.put("upload", true);
    }
    return json;
  }

  static String fileId(String name) {
    return String.format("F%08X", name.hashCode());
  }

  /** A message as history and replies list it. */
  static ObjectNode listed(SimulatedChannel channel, SlackMessage message) {
    var json = bare(message);
    if (!message.reactions().isEmpty()) {
      var reactions = json.putArray("reactions");
      new TreeMap<>(message.reactions())
          .forEach((emoji, users) -> {
            var reaction = reactions.addObject().put("name", emoji).put("count", users.size());
            var shown = reaction.putArray("users");
            // Slack names some of the people only; the count is exact.
            users.stream().limit(SHOWN_REACTORS).forEach(shown::add);
          });
    }
    if (message.thread() == 0) {
      addThread(json, message, channel.replies(message.ts()));
    } else {
      var parent = channel.find(message.thread()).map(SlackMessage::user);
      json.put("parent_user_id", parent.orElse("USLACKBOT"));
    }
    return json;
  }

  private static void addThread(ObjectNode json, SlackMessage parent, List<SlackMessage> replies) {
    if (replies.isEmpty()) {
      return;
    }
    var users = new TreeSet<String>();
    replies.forEach(reply -> users.add(reply.user()));
    json.put("thread_ts", parent.name()).put("reply_count", replies.size());
    json.put("subscribed", false);
    json.put("reply_users_count", users.size());
    json.put("latest_reply", replies.get(replies.size() - 1).name());
    var listed = json.putArray("reply_users");
    users.stream().limit(5).forEach(listed::add);
  }

  static ObjectNode channel(SimulatedChannel channel) {
    return channel.with.isEmpty() ? named(channel) : direct(channel);
  }

  private static ObjectNode direct(SimulatedChannel channel) {
    var json = object();
    json.put("id", channel.id).put("created", CREATED).put("user", channel.with);
    json.put("is_im", true).put("is_org_shared", false).put("is_archived", channel.archived);
    json.put("is_user_deleted", false).put("priority", 0);
    return json;
  }

  private static ObjectNode named(SimulatedChannel channel) {
    var json = object();
    json.put("id", channel.id).put("name", channel.name).put("name_normalized", channel.name);
    json.put("is_channel", !channel.isPrivate).put("is_group", channel.isPrivate);
    json.put("is_im", false).put("is_mpim", false).put("is_private", channel.isPrivate);
    json.put("created", CREATED).put("creator", SimulatedWorkspace.userId(0));
    json.put("is_archived", channel.archived).put("is_general", false).put("unlinked", 0);
    json.put("is_shared", false).put("is_ext_shared", false).put("is_org_shared", false);
    json.putArray("pending_shared");
    json.putArray("previous_names");
    json.put("is_pending_ext_shared", false).put("is_member", channel.member);
    json.putObject("topic").put("value", "").put("creator", "").put("last_set", 0);
    json.putObject("purpose").put("value", "").put("creator", "").put("last_set", 0);
    json.put("num_members", channel.users.size());
    return json;
  }

  static ObjectNode user(String id, String name) {
    var json = object();
    json.put("id", id).put("team_id", SimulatedWorkspace.TEAM).put("deleted", false);
    json.put("name", name.toLowerCase(java.util.Locale.ROOT).replace(' ', '.'));
    json.put("real_name", name).put("is_bot", id.equals(SimulatedWorkspace.BOT));
    json.put("is_app_user", false).put("updated", CREATED);
    var profile = json.putObject("profile");
    profile.put("real_name", name).put("real_name_normalized", name);
    profile.put("display_name", name).put("display_name_normalized", name);
    for (var empty : List.of("title", "phone", "skype", "status_text", "status_emoji")) {
      profile.put(empty, "");
    }
    profile.putArray("fields");
    profile.put("avatar_hash", "ge3b51ca72de").put("team", SimulatedWorkspace.TEAM);
    return json;
  }
}

package io.alluvium.connectors.slack;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.connectors.http.UpstreamJson;
import io.alluvium.schemas.Actor;
import io.alluvium.schemas.RawEvent;
import io.alluvium.schemas.VersionOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes events of messages of one channel. */
final class MessageEvents {
  private static final String KIND = "message";

  private final Workspace.Identity workspace;
  private final People people;
  private final ChannelScope channel;
  private final String channelName;

  MessageEvents(
      Workspace.Identity workspace, People people, ChannelScope channel, String channelName) {
    this.workspace = workspace;
    this.people = people;
    this.channel = channel;
    this.channelName = channelName;
  }

  /** The message as it is now. */
  RawEvent.Builder exists(Message message, boolean wasKnown) {
    var ts = message.ts();
    var text = MessageText.of(message.json());
    var event = about(message.thread(), ts);
    event.setVerb(wasKnown ? "changed" : message.edited().isEmpty() ? "posted" : "edited");
    event.setOccurredAt(Ts.instant(ts));
    event.setVersionOrder(order(message));
    actor(message).ifPresent(event::setActor);
    if (!text.isEmpty()) {
      event.setText(text);
      event.setTitle(MessageText.title(text));
    }
    event.setAttributes(attributes(message));
    event.setListAttributes(lists(message, text));
    event.setPayload(UpstreamJson.bytes(message.json()));
    return event;
  }

  /**
   * The message is gone.
   *
   * @param thread parent it answered; its own ts if it answered none
   * @param deletion stated or inferred
   * @param at when, as far as that is known
   */
  RawEvent.Builder deleted(String thread, String ts, String deletion, @Nullable Instant at) {
    var event = about(thread, ts);
    event.setVerb("deleted");
    event.setDeletion(deletion);
    event.setOccurredAt(at == null ? Instant.now() : at);
    return event;
  }

  private RawEvent.Builder about(String thread, String ts) {
    var event =
        RawEvent.newBuilder()
            .setKind(KIND)
            .setEntityKey(workspace.key(channel.id(), ts))
            .setThreadKey(workspace.key(channel.id(), thread))
            .setUrl(workspace.permalink(channel.id(), thread, ts));
    if (!channel.open()) {
      event.setVisibility("private");
    }
    return event;
  }

  // Reactions come and go without a time of their own: among them only the observation decides.
  private static VersionOrder order(Message message) {
    var edited = message.edited();
    return new VersionOrder(0L, Ts.micros(edited.isEmpty() ? message.ts() : edited), 0L);
  }

  private Optional<Actor> actor(Message message) {
    var user = message.text("user");
    var id = user.isEmpty() ? message.text("bot_id") : user;
    if (id.isEmpty()) {
      return Optional.empty();
    }
    var shown = shownBy(message);
    var name = shown.isEmpty() && !user.isEmpty() ? people.name(user).orElse("") : shown;
    return Optional.of(new Actor(id, name.isEmpty() ? null : name));
  }

  private static String shownBy(Message message) {
    var username = message.text("username");
    return username.isEmpty()
        ? message.json().path("bot_profile").path("name").asText("")
        : username;
  }

  private Map<String, String> attributes(Message message) {
    Map<String, String> attributes = new HashMap<>();
    attributes.put("channel", channel.id());
    attributes.put("channel_name", channelName);
    attributes.put("ts", message.ts());
    if (message.isReply()) {
      attributes.put("thread_ts", message.thread());
    }
    if (!message.subtype().isEmpty()) {
      attributes.put("subtype", message.subtype());
    }
    if (!message.edited().isEmpty()) {
      attributes.put("edited_at", Ts.instant(message.edited()).toString());
    }
    return attributes;
  }

  private Map<String, List<String>> lists(Message message, String text) {
    Map<String, List<String>> lists = new HashMap<>();
    put(lists, "files", texts(message.json().path("files"), "id"));
    put(lists, "file_names", texts(message.json().path("files"), "name"));
    var reactions = new ArrayList<String>();
    for (var reaction : message.json().path("reactions")) {
      reactions.add(reaction.path("name").asText() + ":" + reaction.path("count").asText());
    }
    put(lists, "reactions", reactions);
    var mentions = MessageText.mentions(text);
    put(lists, "mentions", mentions);
    put(lists, "mention_names", mentions.stream().map(id -> people.name(id).orElse(id)).toList());
    return lists;
  }

  private static List<String> texts(JsonNode array, String field) {
    var texts = new ArrayList<String>();
    for (var element : array) {
      var text = element.path(field).asText("");
      if (!text.isEmpty()) {
        texts.add(text);
      }
    }
    return texts;
  }

  private static void put(Map<String, List<String>> lists, String name, List<String> values) {
    if (!values.isEmpty()) {
      lists.put(name, values);
    }
  }
}

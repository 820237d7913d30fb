package io.alluvium.simulators.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Channels, people and messages, and what Slack tells about each change. Guarded by itself: whoever
 * reads or changes more than one thing holds its lock.
 */
final class SimulatedWorkspace {
  static final String TEAM = "T0SIMULATED";
  static final String BOT = "U0SIMULATED";

  private static final long MICROS_PER_MILLI = 1_000L;

  final SlackOptions options;
  final Map<String, String> users = new TreeMap<>();
  private final Map<String, SimulatedChannel> channels = new LinkedHashMap<>();
  private final Consumer<ObjectNode> listener;
  private long lastTs;

  /**
   * @param listener told of every event
   */
  SimulatedWorkspace(SlackOptions options, Consumer<ObjectNode> listener) {
    this.options = options;
    this.listener = listener;
    users.put(BOT, "alluvium");
    for (int i = 0; i < options.users(); i++) {
      users.put(userId(i), "User " + i);
    }
    generate();
  }

  static String userId(long number) {
    return String.format("U%08d", number);
  }

  String nameOf(String user) {
    return users.getOrDefault(user, user);
  }

  private void generate() {
    if (options.channels() == 0) {
      return;
    }
    long each = options.messages() / options.channels();
    long span = options.span().toMillis() * MICROS_PER_MILLI;
    long step = Math.max(1, span / Math.max(1, each));
    long start = options.clock().millis() * MICROS_PER_MILLI - span;
    for (int i = 0; i < options.channels(); i++) {
      long rest = i == 0 ? options.messages() % options.channels() : 0;
      var history =
          new GeneratedHistory(options.seed() + i, each + rest, start, step, options.users());
      add("generated-" + i, false, history);
    }
  }

  synchronized SimulatedChannel add(String name, boolean isPrivate, GeneratedHistory history) {
    var id = String.format("%s%09d", isPrivate ? "G" : "C", channels.size() + 1);
    var channel = new SimulatedChannel(id, name, isPrivate, history);
    channel.users.add(BOT);
    users.keySet().stream().limit(3).forEach(channel.users::add);
    channels.put(id, channel);
    return channel;
  }

  synchronized SimulatedChannel addDirect(String with) {
    var channel = SimulatedChannel.direct(String.format("D%09d", channels.size() + 1), with);
    channel.users.addAll(List.of(BOT, with));
    channels.put(channel.id, channel);
    return channel;
  }

  synchronized List<SimulatedChannel> channels() {
    return new ArrayList<>(channels.values());
  }

  synchronized Optional<SimulatedChannel> channel(String id) {
    return Optional.ofNullable(channels.get(id));
  }

  SimulatedChannel existing(String id) {
    return channel(id).orElseThrow(() -> new NoSuchElementException("No channel " + id));
  }

  /** A ts of now that no message has. */
  synchronized long nextTs() {
    lastTs = Math.max(lastTs + 1, options.clock().millis() * MICROS_PER_MILLI);
    return lastTs;
  }

  synchronized SlackMessage post(String channelId, SlackMessage message) {
    var channel = existing(channelId);
    channel.put(message);
    tell(Events.posted(channel, message));
    return message;
  }

  synchronized SlackMessage find(String channelId, String ts) {
    return existing(channelId)
        .find(Ts.micros(ts))
        .orElseThrow(() -> new NoSuchElementException("No message " + ts + " in " + channelId));
  }

  synchronized void replace(String channelId, SlackMessage before, SlackMessage after) {
    var channel = existing(channelId);
    channel.put(after);
    tell(Events.changed(channel, before, after, nextTs()));
  }

  synchronized void react(String channelId, String ts, String emoji, String by) {
    var before = find(channelId, ts);
    var after = before.reacted(emoji, by);
    existing(channelId).put(after);
    boolean added = after.reactions().getOrDefault(emoji, List.of()).contains(by);
    tell(Events.reacted(existing(channelId), after, added, emoji, by));
  }

  synchronized void delete(String channelId, String ts) {
    var channel = existing(channelId);
    var before = find(channelId, ts);
    if (before.thread() == 0 && !channel.replies(before.ts()).isEmpty()) {
      replace(channelId, before, before.tombstone());
      return;
    }
    channel.remove(before);
    tell(Events.deleted(channel, before, nextTs()));
    dropEmptyTombstone(channel, before.thread());
  }

  // With its last reply goes what was left of a deleted parent.
  private static void dropEmptyTombstone(SimulatedChannel channel, long parent) {
    if (parent != 0 && channel.replies(parent).isEmpty()) {
      channel.find(parent).filter(SlackMessage::isTombstone).ifPresent(channel::remove);
    }
  }

  void tell(ObjectNode event) {
    listener.accept(event);
  }
}

package io.alluvium.simulators.slack;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** A channel and its messages: those that were generated, and what has changed since. */
final class SimulatedChannel {
  final String id;
  final boolean isPrivate;

  /** With whom it is a conversation of two; empty for a channel. */
  final String with;

  String name;
  boolean archived;
  boolean member = true;
  final TreeSet<String> users = new TreeSet<>();
  private final GeneratedHistory generated;
  // Messages that answer none; empty = deleted, hides a generated one.
  private final TreeMap<Long, Optional<SlackMessage>> top = new TreeMap<>();
  private final Map<Long, TreeMap<Long, SlackMessage>> threads = new HashMap<>();
  private final Map<Long, Long> parents = new HashMap<>();

  SimulatedChannel(String id, String name, boolean isPrivate, GeneratedHistory generated) {
    this(id, name, isPrivate, "", generated);
  }

  private SimulatedChannel(
      String id, String name, boolean isPrivate, String with, GeneratedHistory generated) {
    this.id = id;
    this.name = name;
    this.isPrivate = isPrivate;
    this.with = with;
    this.generated = generated;
  }

  /** A conversation of two. */
  static SimulatedChannel direct(String id, String with) {
    return new SimulatedChannel(id, "", true, with, GeneratedHistory.none());
  }

  /** What {@code conversations.list} calls its type. */
  String type() {
    return with.isEmpty() ? isPrivate ? "private_channel" : "public_channel" : "im";
  }

  /** Adds or replaces a message. */
  void put(SlackMessage message) {
    if (message.thread() == 0 || message.subtype().equals(SlackMessage.BROADCAST)) {
      top.put(message.ts(), Optional.of(message));
    }
    if (message.thread() != 0) {
      thread(message.thread()).put(message.ts(), message);
      parents.put(message.ts(), message.thread());
    }
  }

  void remove(SlackMessage message) {
    if (message.thread() != 0) {
      thread(message.thread()).remove(message.ts());
    }
    if (message.thread() == 0 || message.subtype().equals(SlackMessage.BROADCAST)) {
      top.put(message.ts(), Optional.empty());
    }
  }

  Optional<SlackMessage> find(long ts) {
    var changed = top.get(ts);
    if (changed != null) {
      return changed;
    }
    var parent = parents.get(ts);
    if (parent != null) {
      return Optional.ofNullable(thread(parent).get(ts));
    }
    var found = generated.find(ts);
    boolean inChangedThread = found.isPresent() && threads.containsKey(found.get().thread());
    return inChangedThread ? Optional.ofNullable(thread(found.get().thread()).get(ts)) : found;
  }

  List<SlackMessage> replies(long parent) {
    var changed = threads.get(parent);
    return changed == null ? generated.replies(parent) : List.copyOf(changed.values());
  }

  private TreeMap<Long, SlackMessage> thread(long parent) {
    return threads.computeIfAbsent(
        parent,
        p -> {
          var replies = new TreeMap<Long, SlackMessage>();
          generated.replies(p).forEach(reply -> replies.put(reply.ts(), reply));
          return replies;
        });
  }

  /**
   * Messages that answer none and broadcasts, newest first.
   *
   * @param newest no newer than this
   * @param oldest no older than this
   */
  List<SlackMessage> page(long newest, long oldest, int limit) {
    var page = new ArrayList<SlackMessage>(Math.min(limit, 1_000));
    long index = generated.topBefore(newest == Long.MAX_VALUE ? newest : newest + 1) - 1;
    var changed = top.floorEntry(newest);
    while (page.size() < limit) {
      long old = index < 0 ? Long.MIN_VALUE : generated.topTs(index);
      long own = changed == null ? Long.MIN_VALUE : changed.getKey();
      long ts = Math.max(old, own);
      if (ts < oldest || ts == Long.MIN_VALUE) {
        break;
      }
      if (changed == null || own < old) {
        page.add(generated.top(index));
      } else {
        changed.getValue().ifPresent(page::add);
      }
      if (old == ts) {
        index--;
      }
      if (changed != null && own == ts) {
        changed = top.lowerEntry(own);
      }
    }
    return page;
  }

  /** Every message that is there, replies included, each once. */
  void forEach(Consumer<SlackMessage> consumer) {
    for (var message : page(Long.MAX_VALUE, 0, Integer.MAX_VALUE)) {
      if (message.thread() == 0) {
        consumer.accept(message);
        replies(message.ts()).forEach(consumer);
      }
    }
  }
}

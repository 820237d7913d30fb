package io.alluvium.connectors.slack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;

/**
 * The Socket Mode connections of one app in this process. Slack sends each event to one connection
 * only, so all tasks share them, and each event goes on to every task that reads its channel.
 *
 * <p>An envelope is acknowledged as soon as it is here. That loses nothing: every stretch of time
 * is listed through history before it is claimed, whatever the socket told. Thread-safe.
 */
final class SocketHub {
  private static final Map<String, SocketHub> HUBS = new HashMap<>();
  private static final int REMEMBERED_EVENTS = 20_000;

  private final String key;
  private final SlackApi api;
  private final List<SocketConnection> connections = new ArrayList<>();
  private final Map<String, Set<Inbox>> inboxes = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> channels = new ConcurrentHashMap<>();
  private final Set<Consumer<JsonNode>> observers = new CopyOnWriteArraySet<>();
  private final Set<String> seen =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > REMEMBERED_EVENTS;
            }
          });
  private int users;

  private SocketHub(String key, SlackApi api) {
    this.key = key;
    this.api = api;
  }

  /** The hub of an app; opens its connections if nobody has yet. */
  static SocketHub join(SlackSourceConfig config, String appToken) {
    synchronized (HUBS) {
      var key = config.api() + " " + appToken;
      var hub =
          HUBS.computeIfAbsent(key, k -> new SocketHub(k, new SlackApi(config.api(), appToken)));
      hub.users++;
      if (hub.users == 1) {
        for (int i = 0; i < config.sockets(); i++) {
          hub.connections.add(SocketConnection.start(hub, hub.api));
        }
      }
      return hub;
    }
  }

  /** Ends the connections when the last who joined leaves. */
  void leave() {
    synchronized (HUBS) {
      users--;
      if (users == 0) {
        HUBS.remove(key);
        connections.forEach(SocketConnection::close);
        api.close();
      }
    }
  }

  void subscribe(String source, String channel, Inbox inbox) {
    channels.computeIfAbsent(source, s -> ConcurrentHashMap.newKeySet()).add(channel);
    inboxes.computeIfAbsent(channel, c -> new CopyOnWriteArraySet<>()).add(inbox);
  }

  void unsubscribe(String source, String channel, Inbox inbox) {
    channels.getOrDefault(source, Set.of()).remove(channel);
    inboxes.getOrDefault(channel, Set.of()).remove(inbox);
  }

  /** Number of channels of a source that are read in this process. */
  int channelsOf(String source) {
    return channels.getOrDefault(source, Set.of()).size();
  }

  /** Whoever wants to know of renames. */
  void observe(Consumer<JsonNode> observer) {
    observers.add(observer);
  }

  void unobserve(Consumer<JsonNode> observer) {
    observers.remove(observer);
  }

  /** Whether events arrive now. */
  boolean isLive() {
    return connections.stream().anyMatch(SocketConnection::isOpen);
  }

  /** A connection has opened or ended: what happened around it may have been missed. */
  void interrupted() {
    inboxes.values().forEach(each -> each.forEach(Inbox::interrupt));
  }

  /** Takes the payload of an envelope. */
  void deliver(JsonNode payload) {
    var id = payload.path("event_id").asText("");
    synchronized (seen) {
      if (!id.isEmpty() && !seen.add(id)) {
        return;
      }
    }
    var event = payload.path("event");
    var type = event.path("type").asText("");
    if (type.equals("message")) {
      to(event.path("channel").asText(""), event);
    } else if (type.startsWith("reaction_")) {
      to(event.path("item").path("channel").asText(""), event);
    } else {
      observers.forEach(observer -> observer.accept(event));
    }
  }

  private void to(String channel, JsonNode event) {
    inboxes.getOrDefault(channel, Set.of()).forEach(inbox -> inbox.offer(event));
  }
}

package io.alluvium.simulators.slack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Socket Mode: at most ten connections, and each event goes to one of them. What happens while
 * nobody is connected is lost. Thread-safe.
 */
final class SocketMode {
  private static final int MOST_CONNECTIONS = 10;

  private final Map<String, WsContext> connections = new LinkedHashMap<>();
  private final Set<String> tickets = new HashSet<>();
  private final Set<String> acknowledged = new HashSet<>();
  private final List<String> sent = new ArrayList<>();
  private int turn;
  private int duplicates;
  private long lost;
  private long cutUntil = System.nanoTime();

  /** A temporary address; good for one connection. */
  synchronized ObjectNode open(String host) {
    if (isCut()) {
      return SlackJson.error("internal_error");
    }
    var ticket = UUID.randomUUID().toString();
    tickets.add(ticket);
    return SlackJson.ok().put("url", "ws://" + host + "/link/?ticket=" + ticket);
  }

  void configure(WsConfig ws) {
    ws.onConnect(this::connected);
    ws.onClose(this::closed);
    ws.onMessage(context -> acknowledged(context.message()));
  }

  private synchronized void connected(WsContext context) {
    if (isCut() || !tickets.remove(context.queryParam("ticket"))) {
      context.closeSession();
    } else if (connections.size() >= MOST_CONNECTIONS) {
      context.send(disconnect("too_many_websockets"));
      context.closeSession();
    } else {
      connections.put(context.sessionId(), context);
      context.send(
          SlackJson.object()
              .put("type", "hello")
              .put("num_connections", connections.size())
              .toString());
    }
  }

  private synchronized void closed(WsContext context) {
    connections.remove(context.sessionId());
  }

  private synchronized void acknowledged(String message) {
    try {
      acknowledged.add(SlackJson.MAPPER.readTree(message).path("envelope_id").asText());
    } catch (JsonProcessingException notOurs) {
      // Slack ignores what it does not understand.
    }
  }

  /** Sends an event to one connection, or loses it. */
  synchronized void deliver(ObjectNode event) {
    var open = List.copyOf(connections.values());
    if (open.isEmpty()) {
      lost++;
      return;
    }
    var envelope = envelope(event);
    var text = envelope.toString();
    sent.add(envelope.path("envelope_id").asText());
    open.get(turn++ % open.size()).send(text);
    if (duplicates > 0) {
      duplicates--;
      open.get(turn++ % open.size()).send(text);
    }
  }

  private static ObjectNode envelope(ObjectNode event) {
    var envelope = SlackJson.object();
    envelope.put("envelope_id", UUID.randomUUID().toString()).put("type", "events_api");
    envelope.put("accepts_response_payload", false);
    envelope.put("retry_attempt", 0).put("retry_reason", "");
    var payload = envelope.putObject("payload");
    payload.put("team_id", SimulatedWorkspace.TEAM).put("type", "event_callback");
    payload.put("event_id", "Ev" + UUID.randomUUID());
    payload.set("event", event);
    return envelope;
  }

  private static String disconnect(String reason) {
    var message = SlackJson.object().put("type", "disconnect").put("reason", reason);
    message.putObject("debug_info").put("host", "simulated");
    return message.toString();
  }

  /** Tells every connection that it is about to be replaced, and closes it. */
  synchronized void refresh() {
    for (var connection : List.copyOf(connections.values())) {
      connection.send(disconnect("warning"));
      connection.send(disconnect("refresh_requested"));
      connections.remove(connection.sessionId());
      connection.closeSession();
    }
  }

  /** Ends every connection without a word and lets nobody in for a while. */
  synchronized void cut(Duration time) {
    cutUntil = System.nanoTime() + time.toNanos();
    for (var connection : List.copyOf(connections.values())) {
      connections.remove(connection.sessionId());
      connection.closeSession();
    }
  }

  private boolean isCut() {
    return System.nanoTime() - cutUntil < 0;
  }

  synchronized void duplicate(int events) {
    duplicates = events;
  }

  synchronized int connections() {
    return connections.size();
  }

  synchronized long lost() {
    return lost;
  }

  synchronized List<String> unacknowledged() {
    return sent.stream().filter(id -> !acknowledged.contains(id)).toList();
  }
}

package io.alluvium.connectors.slack;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What the socket told about one channel and its reader has not taken yet. Nothing depends on it
 * being complete: what does not fit is dropped, and found by reading the channel. Thread-safe.
 */
final class Inbox {
  private static final int MOST = 10_000;

  private final Deque<JsonNode> events = new ArrayDeque<>();
  private final Deque<JsonNode> postponed = new ArrayDeque<>();
  private Instant postponedUntil = Instant.MIN;
  private boolean interrupted;

  /** Takes an event. */
  synchronized void offer(JsonNode event) {
    if (events.size() + postponed.size() < MOST) {
      events.add(event);
    } else {
      interrupted = true;
    }
  }

  /** Something may have been missed. */
  synchronized void interrupt() {
    interrupted = true;
  }

  /** Whether something may have been missed since this was asked last. */
  synchronized boolean takeInterruption() {
    boolean was = interrupted;
    interrupted = false;
    return was;
  }

  /** The oldest event; stays until it is dropped or postponed. */
  synchronized Optional<JsonNode> peek() {
    if (!postponed.isEmpty() && !Instant.now().isBefore(postponedUntil)) {
      events.addAll(postponed);
      postponed.clear();
    }
    return Optional.ofNullable(events.peek());
  }

  /** Puts the oldest event off to a moment. */
  synchronized void postpone(Instant until) {
    postponed.add(events.remove());
    postponedUntil = until;
  }

  synchronized void drop() {
    events.poll();
  }
}

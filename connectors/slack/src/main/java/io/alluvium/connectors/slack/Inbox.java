package io.alluvium.connectors.slack;

import com.fasterxml.jackson.databind.JsonNode;
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
  private boolean interrupted;

  /** Takes an event. */
  synchronized void offer(JsonNode event) {
    if (events.size() < MOST) {
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

  /** The oldest event; stays until it is dropped. */
  synchronized Optional<JsonNode> peek() {
    return Optional.ofNullable(events.peek());
  }

  synchronized void drop() {
    events.poll();
  }
}

package io.alluvium.simulators.slack;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Slack's limits: calls per minute and method. Thread-safe. */
final class RateTiers {
  private static final Map<String, Integer> TIERS =
      Map.of(
          "auth.test", 600,
          "apps.connections.open", 1,
          "conversations.list", 20,
          "users.list", 20,
          "conversations.history", 50,
          "conversations.replies", 50,
          "conversations.join", 50,
          "conversations.info", 50,
          "users.info", 100,
          "conversations.members", 100);
  private static final int OTHERS = 50;
  // "1+ per minute": Slack lets a process open its connections.
  private static final int BURST = 12;

  private final SlackOptions.Limits limits;
  private final Duration window;
  private final Map<String, Deque<Long>> calls = new HashMap<>();

  RateTiers(SlackOptions.Limits limits, Duration window) {
    this.limits = limits;
    this.window = window;
  }

  /** Most messages of a page. */
  int pageLimit(int asked) {
    return limits == SlackOptions.Limits.CAPPED ? Math.min(15, asked) : asked;
  }

  /** Counts a call; whole seconds to wait if it is one too many, else 0. */
  synchronized long take(String method) {
    if (limits == SlackOptions.Limits.NONE) {
      return 0;
    }
    long now = System.nanoTime();
    var recent = calls.computeIfAbsent(method, m -> new ArrayDeque<>());
    while (!recent.isEmpty() && now - recent.peek() > window.toNanos()) {
      recent.remove();
    }
    if (recent.size() < allowed(method)) {
      recent.add(now);
      return 0;
    }
    long wait = window.toNanos() - (now - recent.element());
    return Math.max(1, (wait + 999_999_999L) / 1_000_000_000L);
  }

  private int allowed(String method) {
    boolean messages =
        method.equals("conversations.history") || method.equals("conversations.replies");
    if (messages && limits == SlackOptions.Limits.CAPPED) {
      return 1;
    }
    int tier = TIERS.getOrDefault(method, OTHERS);
    return tier == 1 ? BURST : tier;
  }
}

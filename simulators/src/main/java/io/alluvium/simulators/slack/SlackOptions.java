package io.alluvium.simulators.slack;

import io.alluvium.simulators.SimulatedClock;
import java.time.Duration;

/**
 * What a simulated workspace is like.
 *
 * @param port port to listen on; 0 = any
 * @param limits which rate limits hold
 * @param limitWindow what stands for Slack's minute, so that a test need not wait one
 * @param messages messages to generate, replies included
 * @param channels channels to spread them over
 * @param users people in the workspace
 * @param span how long ago the first generated message was written
 * @param enterprise id of the enterprise the workspace belongs to; empty = none
 * @param seed what generated words depend on
 * @param clock its time
 */
public record SlackOptions(
    int port,
    Limits limits,
    Duration limitWindow,
    long messages,
    int channels,
    int users,
    Duration span,
    String enterprise,
    long seed,
    SimulatedClock clock) {
  /** Which rate limits hold. */
  public enum Limits {
    /** None. */
    NONE,
    /** Slack's tiers for Marketplace and internal apps, per method. */
    TIERS,
    /** One call a minute and 15 objects a page for history and replies; tiers for the rest. */
    CAPPED
  }

  /** Bot token that is accepted. */
  public static final String TOKEN = "xoxb-simulated-bot-token";

  /** App-level token that is accepted. */
  public static final String APP_TOKEN = "xapp-simulated-app-token";

  /** An empty workspace without limits, on any port. */
  public static SlackOptions empty() {
    return new SlackOptions(
        0,
        Limits.NONE,
        Duration.ofMinutes(1),
        0,
        0,
        8,
        Duration.ofDays(365),
        "",
        20261120L,
        SimulatedClock.system());
  }

  /** The same with generated messages. */
  public SlackOptions generated(long count, int inChannels) {
    return new SlackOptions(
        port, limits, limitWindow, count, inChannels, users, span, enterprise, seed, clock);
  }

  /** The same with rate limits. */
  public SlackOptions limited(Limits by, Duration window) {
    return new SlackOptions(
        port, by, window, messages, channels, users, span, enterprise, seed, clock);
  }

  /** The same on a port. */
  public SlackOptions on(int otherPort) {
    return new SlackOptions(
        otherPort, limits, limitWindow, messages, channels, users, span, enterprise, seed, clock);
  }

  /** The same with generated messages that began some time ago. */
  public SlackOptions spanning(Duration time) {
    return new SlackOptions(
        port, limits, limitWindow, messages, channels, users, time, enterprise, seed, clock);
  }

  /** The same within an enterprise. */
  public SlackOptions within(String enterpriseId) {
    return new SlackOptions(
        port, limits, limitWindow, messages, channels, users, span, enterpriseId, seed, clock);
  }
}

package io.alluvium.simulators.github;

import io.alluvium.simulators.SimulatedClock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** What every credential has asked so far, against the rules. Thread-safe. */
public final class Limits {
  private static final long HOUR = 3_600;
  private static final long MINUTE = 60;
  private static final int REPOSITORIES_INCLUDED = 20;
  private static final int PER_REPOSITORY = 50;
  private static final int LARGEST = 12_500;

  /** The two sets of limits. */
  public enum Resource {
    /** REST. */
    CORE,
    /** GraphQL. */
    GRAPHQL
  }

  /** What a request may do. */
  public enum Verdict {
    /** It is answered. */
    FINE,
    /** The hourly limit is used up. */
    PRIMARY,
    /** It came too fast. */
    SECONDARY
  }

  /**
   * The hourly limit of a credential as it stands.
   *
   * @param limit how much an hour; 0 when there is no limit
   * @param used how much of it was used
   * @param reset when it begins anew, in seconds
   */
  public record Standing(int limit, int used, long reset) {
    /** How much is left. */
    public int remaining() {
      return Math.max(0, limit - used);
    }
  }

  private static final class Window {
    long began;
    int used;
  }

  private final SimulatedClock clock;
  private final Map<String, Window> windows = new HashMap<>();
  private LimitRules rules;
  private int underWay;
  private long mostNodes = Long.MAX_VALUE;

  Limits(SimulatedClock clock, LimitRules rules) {
    this.clock = clock;
    this.rules = rules;
  }

  /** Other rules from now on. */
  public synchronized void set(LimitRules others) {
    rules = others;
  }

  /** Queries of GraphQL that may answer more nodes time out from now on. */
  public synchronized void timeOutAbove(long nodes) {
    mostNodes = nodes;
  }

  /** Whether a query of GraphQL times out. */
  public synchronized boolean isTooLarge(long nodes) {
    return nodes > mostNodes;
  }

  /** Forgets what was asked. */
  public synchronized void clear() {
    windows.clear();
  }

  /** A request comes in: it counts against the secondary limits. {@link #leave()} must follow. */
  public synchronized Verdict enter(Credential credential, Resource resource, int points) {
    underWay++;
    if (rules.concurrent() > 0 && underWay > rules.concurrent()) {
      return Verdict.SECONDARY;
    }
    int perMinute = resource == Resource.CORE ? rules.pointsPerMinute() : rules.graphQlPerMinute();
    if (perMinute == 0) {
      return Verdict.FINE;
    }
    Window minute = window("minute " + resource + key(credential), MINUTE);
    minute.used += points;
    return minute.used > perMinute ? Verdict.SECONDARY : Verdict.FINE;
  }

  /** The request was answered. */
  public synchronized void leave() {
    underWay--;
  }

  /**
   * Takes from the hourly limit.
   *
   * @param repositories how many repositories an installation has, which raises its limit
   */
  public synchronized Verdict take(
      Credential credential, Resource resource, int amount, int repositories) {
    int limit = limit(credential, resource, repositories);
    if (limit == 0) {
      return Verdict.FINE;
    }
    Window hour = window("hour " + resource + key(credential), HOUR);
    if (hour.used + amount > limit) {
      return Verdict.PRIMARY;
    }
    hour.used += amount;
    return Verdict.FINE;
  }

  /** Gives back what a free answer took. */
  public synchronized void giveBack(Credential credential, Resource resource, int amount) {
    Window hour = window("hour " + resource + key(credential), HOUR);
    hour.used = Math.max(0, hour.used - amount);
  }

  /** How the hourly limit of a credential stands. */
  public synchronized Standing standing(
      Credential credential, Resource resource, int repositories) {
    Window hour = window("hour " + resource + key(credential), HOUR);
    return new Standing(limit(credential, resource, repositories), hour.used, hour.began + HOUR);
  }

  private int limit(Credential credential, Resource resource, int repositories) {
    if (resource == Resource.GRAPHQL) {
      return rules.graphQl();
    }
    if (credential.kind() == Credential.Kind.ANONYMOUS) {
      return rules.anonymous();
    }
    int more = Math.max(0, repositories - REPOSITORIES_INCLUDED) * PER_REPOSITORY;
    return credential.kind() == Credential.Kind.INSTALLATION && rules.hourly() > 0
        ? Math.min(rules.hourly() + more, Math.max(LARGEST, rules.hourly()))
        : rules.hourly();
  }

  private Window window(String name, long length) {
    Window window = windows.computeIfAbsent(name, any -> new Window());
    if (clock.seconds() >= window.began + length) {
      window.began = clock.seconds();
      window.used = 0;
    }
    return window;
  }

  // All tokens of a user share the user's limit: rotating among them gains nothing.
  private static String key(Credential credential) {
    return switch (credential.kind()) {
      case ANONYMOUS -> " anonymous";
      case CLASSIC, FINE_GRAINED ->
          " user " + Objects.requireNonNull(credential.account(), "a user's token").id();
      case INSTALLATION, APP -> " " + credential.name();
    };
  }
}

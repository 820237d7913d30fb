package io.alluvium.connectors.slack;

import io.alluvium.connectors.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Decides when a channel is walked through, how far back, and what a walk has proven. */
final class WalkSchedule {
  private static final String SWEPT = "swept";
  private static final String RECONCILED = "reconciled";
  private static final String CALLS = "calls";
  // A listing of all parents that takes no more calls is done with every walk.
  private static final int FEW_CALLS = 5;
  // Whatever the limits are, a channel rests ten times as long as reading it took.
  private static final int REST_FACTOR = 10;
  // Slack allows 50 calls a minute; more channels than this cannot each be read when they like.
  private static final int MANY_CHANNELS = 20;
  private static final Duration CHANNEL_SHARE = Duration.ofMillis(1_300);

  private final SlackSourceConfig config;
  private final Duration share;
  private String swept;
  private String reconciled;
  private int callsOfSweep;
  private long next = System.nanoTime();
  private long heldUntil = System.nanoTime();
  private boolean wanted;

  /**
   * @param channels number of channels that share the token
   * @param remembered what {@link #finished} gave before the restart
   */
  WalkSchedule(SlackSourceConfig config, int channels, Map<String, String> remembered) {
    this.config = config;
    this.share = CHANNEL_SHARE.multipliedBy(channels > MANY_CHANNELS ? channels : 0);
    this.swept = remembered.getOrDefault(SWEPT, "");
    this.reconciled = remembered.getOrDefault(RECONCILED, "");
    this.callsOfSweep = Integer.parseInt(remembered.getOrDefault(CALLS, "0"));
  }

  /** Whether to begin a walk. */
  boolean isDue() {
    return wanted || System.nanoTime() - next >= 0;
  }

  /** A walk that begins from now on is wanted; one under way may have begun too early. */
  void soon() {
    wanted = true;
  }

  /** The next walk waits for some time, whatever is due. */
  void again(Duration wait) {
    next = System.nanoTime() + wait.toNanos();
  }

  /** Start of the window within which changes are looked for, in microseconds. */
  long windowStart() {
    return Math.max(config.start(), Ts.of(Instant.now().minus(config.window())));
  }

  WalkPlan plan(ChannelPosition position) {
    wanted = false;
    long windowStart = windowStart();
    if (!position.isFollowing()) {
      return new WalkPlan(true, true, config.start(), windowStart, 0, 0);
    }
    reconciled = later(reconciled, position.reconciled());
    long last = micros(reconciled);
    long lastSwept = swept.isEmpty() ? micros(position.reconciled()) : micros(swept);
    boolean sweep = isSweepDue(lastSwept);
    long oldest = sweep ? config.start() : Math.max(config.start(), Math.min(windowStart, last));
    return new WalkPlan(false, sweep, oldest, windowStart, last, lastSwept);
  }

  private static long micros(String ts) {
    return ts.isEmpty() ? 0 : Ts.micros(ts);
  }

  private boolean isSweepDue(long lastSwept) {
    long age = Ts.of(Instant.now()) - lastSwept;
    return callsOfSweep <= FEW_CALLS || age >= config.sweepEvery().toNanos() / 1_000;
  }

  /**
   * Takes note of a walk that showed everything it was for; says what that proves.
   *
   * @param told whether a socket tells what happens from now on
   */
  Reading<ChannelPosition> finished(Walk walk, boolean told) {
    var plan = walk.plan();
    var before = reconciled;
    reconciled = later(before, walk.until());
    if (plan.sweep()) {
      swept = walk.until();
      callsOfSweep = walk.calls();
    }
    var rest = longer(share, walk.duration().multipliedBy(REST_FACTOR));
    again(longer(rest, config.walkEvery(told)));
    if (!walk.isWhole()) {
      soon();
    }
    var remembered = new HashMap<String, String>();
    remembered.put(SWEPT, swept);
    remembered.put(RECONCILED, reconciled);
    remembered.put(CALLS, Integer.toString(callsOfSweep));
    var beginning = config.start() > 0 ? Ts.of(config.start()) : "";
    return new Reading.StretchEnd<>(
        plan.sweep() ? beginning : before,
        reconciled,
        walk.asOf(),
        guarantees(walk),
        remembered,
        ChannelPosition.following(reconciled, config.start()));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  // A ts has the same number of digits until the year 2286.
  private static String later(String one, String other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Set<String> guarantees(Walk walk) {
    var guarantees = new HashSet<>(Set.of("creations"));
    if (walk.isWhole()) {
      guarantees.add("deletions");
    }
    if (walk.readAllThreads()) {
      guarantees.add("edits");
    }
    if (walk.plan().sweep()) {
      guarantees.add("replies");
    }
    return guarantees;
  }

  /** History may not be asked for before a moment. */
  void hold(Instant until) {
    heldUntil = System.nanoTime() + Duration.between(Instant.now(), until).toNanos();
  }

  boolean isHeld() {
    return System.nanoTime() - heldUntil < 0;
  }
}

package io.alluvium.simulators.fault;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Which requests meet a fault. Matching requests are numbered from 1; by default all of them do.
 *
 * @param method method, or {@code *}
 * @param target regular expression that is found in path and query as the client sent them
 * @param skip how many matching requests are answered well first
 * @param times how many meet the fault after that
 * @param probability share of those that do, drawn with {@code seed}
 * @param seed makes the draw repeatable
 * @param fault what happens
 */
public record FaultRule(
    String method,
    Pattern target,
    int skip,
    int times,
    double probability,
    long seed,
    Fault fault) {
  /** Every request that matches. */
  public static FaultRule on(String method, String target, Fault fault) {
    return new FaultRule(
        method, Pattern.compile(target), 0, Integer.MAX_VALUE, 1.0, 20261120L, fault);
  }

  /** The same after {@code count} requests were answered well. */
  public FaultRule after(int count) {
    return new FaultRule(method, target, count, times, probability, seed, fault);
  }

  /** The same, {@code count} times only. */
  public FaultRule times(int count) {
    return new FaultRule(method, target, skip, count, probability, seed, fault);
  }

  /** The same for a random share of the requests. */
  public FaultRule withProbability(double share, long drawSeed) {
    return new FaultRule(method, target, skip, times, share, drawSeed, fault);
  }

  boolean matches(String requestMethod, String requestTarget) {
    return (method.equals("*") || method.equals(requestMethod))
        && target.matcher(requestTarget).find();
  }

  /** A rule at work: it remembers how many requests it has seen. */
  static final class Armed {
    private final FaultRule rule;
    private final Random random;
    private final AtomicInteger hits = new AtomicInteger();
    private int seen;

    Armed(FaultRule rule) {
      this.rule = rule;
      this.random = new Random(rule.seed);
    }

    /** Counts the request if it matches. */
    synchronized boolean strikes(String method, String target) {
      if (!rule.matches(method, target)) {
        return false;
      }
      seen++;
      if (seen <= rule.skip || hits.get() >= rule.times) {
        return false;
      }
      boolean drawn = rule.probability >= 1.0 || random.nextDouble() < rule.probability;
      if (drawn) {
        hits.incrementAndGet();
      }
      return drawn;
    }

    FaultRule rule() {
      return rule;
    }

    int hits() {
      return hits.get();
    }
  }
}

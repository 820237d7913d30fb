package io.alluvium.simulators.fault;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The faults of a simulator: rules that tests and scenarios add and clear. Thread-safe. */
public final class FaultScript {
  private final CopyOnWriteArrayList<FaultRule.Armed> rules = new CopyOnWriteArrayList<>();

  /** Adds a rule; of several that match a request the first added strikes. */
  public void add(FaultRule rule) {
    rules.add(new FaultRule.Armed(rule));
  }

  /** Every matching request meets the fault {@code times} times, from the next one on. */
  public void add(String method, String target, int times, Fault fault) {
    add(FaultRule.on(method, target, fault).times(times));
  }

  /** All is well from now on. */
  public void clear() {
    rules.clear();
  }

  /** How many requests met a fault since the last {@link #clear()}. */
  public int hits() {
    return rules.stream().mapToInt(FaultRule.Armed::hits).sum();
  }

  /** The rules, oldest first. */
  public List<FaultRule> rules() {
    return rules.stream().map(FaultRule.Armed::rule).toList();
  }

  /**
   * What this request meets; counts it.
   *
   * @param target path and query as the client sent them
   */
  public Optional<Fault> strike(String method, String target) {
    for (FaultRule.Armed rule : rules) {
      if (rule.strikes(method, target)) {
        return Optional.of(rule.rule().fault());
      }
    }
    return Optional.empty();
  }
}

package io.alluvium.simulators.github;

import io.alluvium.simulators.SimulatedClock;

/**
 * How to run a {@link GitHubSimulator}.
 *
 * @param port port on 127.0.0.1; 0 picks a free one
 * @param limits what a credential may ask
 * @param clock where all times come from
 */
public record GitHubSimulatorOptions(int port, LimitRules limits, SimulatedClock clock) {
  /** A free port, no limits, the time it is. */
  public static GitHubSimulatorOptions defaults() {
    return new GitHubSimulatorOptions(0, LimitRules.NONE, SimulatedClock.system());
  }

  /** The same on this port. */
  public GitHubSimulatorOptions onPort(int chosen) {
    return new GitHubSimulatorOptions(chosen, limits, clock);
  }

  /** The same with limits. */
  public GitHubSimulatorOptions withLimits(LimitRules rules) {
    return new GitHubSimulatorOptions(port, rules, clock);
  }
}

package io.alluvium.simulators.scenario;

/** A scenario file says something that is not understood. */
public final class ScenarioException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what, and what would be. */
  public ScenarioException(String message) {
    super(message);
  }
}

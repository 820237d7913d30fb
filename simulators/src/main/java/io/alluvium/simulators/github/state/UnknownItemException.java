package io.alluvium.simulators.github.state;

/** Something was named that does not exist (any more). */
public final class UnknownItemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names what does not exist. */
  public UnknownItemException(String what) {
    super(what + " does not exist");
  }
}

package io.alluvium.models.llm;

/** A language model did not answer. The message says why, without anything that was sent. */
public final class LlmException extends Exception {
  private static final long serialVersionUID = 1;

  /** Why a model did not answer. */
  public enum Reason {
    /** The daily limit would be passed. Not asked. */
    COST_LIMIT,
    /** The server failed several times in a row. Not asked. */
    CIRCUIT_OPEN,
    /** The server has had too many questions. */
    RATE_LIMITED,
    /** The server failed or cannot be reached. */
    UNAVAILABLE,
    /** The server took too long. */
    TIMED_OUT,
    /** The server does not accept the question: a wrong key, an unknown model. */
    REFUSED,
    /** The server answered with something else than its protocol says, or with nothing. */
    UNREADABLE
  }

  private final Reason reason;

  LlmException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  LlmException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Why there is no answer. */
  public Reason reason() {
    return reason;
  }
}

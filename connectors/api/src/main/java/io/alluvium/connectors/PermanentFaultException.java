package io.alluvium.connectors;

import io.alluvium.schemas.FailureReason;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * Upstream refuses in a way that waiting does not mend: credentials, a missing permission, a thing
 * that is gone.
 *
 * <p>With {@link FailureReason#CREDENTIALS_REJECTED} the task fails at once. With another reason
 * the reader that threw it rests, with an open gap, and is tried again now and then; the task fails
 * when every one of its readers rests so.
 */
public final class PermanentFaultException extends ConnectException {
  private static final long serialVersionUID = 1L;

  private final FailureReason reason;
  private final String problem;
  private final String remedy;

  /**
   * @param problem what upstream refused, without secrets
   * @param remedy what to do about it
   */
  public PermanentFaultException(FailureReason reason, String problem, String remedy) {
    super(reason + ": " + problem + ". " + remedy);
    this.reason = reason;
    this.problem = problem;
    this.remedy = remedy;
  }

  /** Stable code of the cause. */
  public FailureReason reason() {
    return reason;
  }

  /** What upstream refused. */
  public String problem() {
    return problem;
  }

  /** What to do about it. */
  public String remedy() {
    return remedy;
  }
}

package io.alluvium.connectors;

import java.time.Instant;
import org.apache.kafka.connect.errors.RetriableException;

/**
 * Upstream wants nothing more before a moment. Neither a fault nor a loss: the reader that throws
 * it is called again from that moment on, with the same position.
 */
public final class RateLimitedException extends RetriableException {
  private static final long serialVersionUID = 1L;

  private final Instant until;

  /**
   * @param until when upstream may be asked again
   * @param why what upstream said, without secrets
   */
  public RateLimitedException(Instant until, String why) {
    super("Rate limited until " + until + ": " + why);
    this.until = until;
  }

  /** When upstream may be asked again. */
  public Instant until() {
    return until;
  }
}

package io.alluvium.sinks;

/**
 * A tier cannot go on as it is. The reader reopens the shard from its last commit, with growing
 * pauses; nothing is lost, because offsets move only with the data.
 */
public class TierException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what failed, where, and what to do about it
   */
  public TierException(String message) {
    super(message);
  }

  /**
   * @param message what failed, where, and what to do about it
   * @param cause what storage said
   */
  public TierException(String message, Throwable cause) {
    super(message, cause);
  }
}

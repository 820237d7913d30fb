package io.alluvium.sinks;

/** What a tier has stored cannot be read or trusted. The message names the remedy: a rebuild. */
public final class TierCorruptedException extends TierException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is damaged, where, and how to rebuild it
   */
  public TierCorruptedException(String message) {
    super(message);
  }

  /**
   * @param message what is damaged, where, and how to rebuild it
   * @param cause what storage said
   */
  public TierCorruptedException(String message, Throwable cause) {
    super(message, cause);
  }
}

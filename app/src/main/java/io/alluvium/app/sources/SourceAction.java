package io.alluvium.app.sources;

import java.util.Locale;

/** What can be done to a source that runs. */
public enum SourceAction {
  /** Lets it rest until {@link #RESUME}. */
  PAUSE,
  /** Lets it go on. */
  RESUME,
  /** Has it look at once for what is new, whatever its schedule. */
  SYNC,
  /**
   * Has it read everything again: positions are cleared, what it knows to exist is kept, so that
   * what vanished meanwhile is still found out.
   */
  RESET,
  /** Stops following it; what was found stays, and its positions, if it ever comes back. */
  REMOVE;

  /** The action as it stands in the API's paths. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

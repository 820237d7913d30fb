package io.alluvium.sinks.iceberg;

import io.alluvium.sinks.TierException;
import java.io.IOException;
import java.util.concurrent.Callable;

/** Says what failed when storage or the catalog does. */
final class Storage {
  private Storage() {}

  /**
   * Does something with storage.
   *
   * @param what what is being done, for the message
   * @throws TierException if it fails, whatever the library behind it threw
   */
  static <T> T guarded(String what, Callable<T> work) {
    try {
      return work.call();
    } catch (TierException known) {
      throw known;
    } catch (Exception failure) {
      throw explain(what, failure);
    }
  }

  /** What to tell of a failure. */
  static TierException explain(String what, Exception failure) {
    return isFull(failure)
        ? new TierException(
            "No room left while the cold tier wanted to "
                + what
                + ". It pauses and goes on by itself once there is; nothing is lost",
            failure)
        : new TierException("The cold tier could not " + what + ": " + deepest(failure), failure);
  }

  private static boolean isFull(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      var said = String.valueOf(cause.getMessage());
      if ((cause instanceof IOException && said.contains("No space left"))
          || said.contains("SQLITE_FULL")
          || said.contains("Disk quota exceeded")) {
        return true;
      }
    }
    return false;
  }

  private static String deepest(Throwable failure) {
    var cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName() + ": " + cause.getMessage();
  }
}

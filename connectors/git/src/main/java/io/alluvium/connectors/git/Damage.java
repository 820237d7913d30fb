package io.alluvium.connectors.git;

import io.alluvium.schemas.FailureReason;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.ZipException;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.PackInvalidException;

/** Tells damage of the repository from trouble on the way to it. */
final class Damage {
  private Damage() {}

  /** Damage for whatever speaks of the object itself; an error of the file system is none. */
  static FailureReason reason(Exception failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof MissingObjectException
          || e instanceof CorruptObjectException
          || e instanceof IncorrectObjectTypeException
          || e instanceof PackInvalidException
          || e instanceof ZipException
          || e instanceof DataFormatException
          || e instanceof RuntimeException) {
        return FailureReason.CORRUPT_UPSTREAM;
      }
    }
    return failure instanceof IOException
        ? FailureReason.UNREADABLE
        : FailureReason.CORRUPT_UPSTREAM;
  }

  /** The failure in one line. */
  static String describe(Exception failure) {
    String message = failure.getMessage();
    return message == null ? failure.toString() : message.lines().findFirst().orElse("").strip();
  }
}

package io.alluvium.connectors.git;

/**
 * Which commits were dropped cannot be told, because objects needed to judge it are gone or
 * damaged: old tips were garbage collected after a rewrite, or the history itself is damaged.
 */
public final class MissingHistoryException extends Exception {
  private static final long serialVersionUID = 1L;

  MissingHistoryException(String message) {
    super(message);
  }
}

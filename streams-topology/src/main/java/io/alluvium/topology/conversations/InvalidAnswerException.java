package io.alluvium.topology.conversations;

/** A model's answer is not what it was asked for. The message says what is wrong with it. */
final class InvalidAnswerException extends Exception {
  private static final long serialVersionUID = 1;

  InvalidAnswerException(String message) {
    super(message);
  }
}

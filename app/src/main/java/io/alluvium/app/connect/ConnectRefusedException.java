package io.alluvium.app.connect;

/** Kafka Connect refused a request or could not be reached. */
public final class ConnectRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;

  ConnectRefusedException(int status, String message) {
    super(message);
    this.status = status;
  }

  ConnectRefusedException(String message, Throwable cause) {
    super(message, cause);
    this.status = 0;
  }

  /** HTTP status of the refusal; 0 when there was no answer. */
  public int status() {
    return status;
  }
}

package io.alluvium.schemas.registry;

import io.alluvium.schemas.FailureReason;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** These bytes are not the record that was asked for, and never will be: set them aside. */
public final class UndecodableRecordException extends SerializationException {
  private final FailureReason reason;

  public UndecodableRecordException(
      FailureReason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** {@link FailureReason#NOT_AVRO} or {@link FailureReason#WRONG_SCHEMA}. */
  public FailureReason reason() {
    return reason;
  }
}

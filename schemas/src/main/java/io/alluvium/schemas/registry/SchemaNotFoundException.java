package io.alluvium.schemas.registry;

import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** The registry answered, and has no Avro schema of this id. */
public final class SchemaNotFoundException extends KafkaException {
  public SchemaNotFoundException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

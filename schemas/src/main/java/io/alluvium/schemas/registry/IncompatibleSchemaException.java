package io.alluvium.schemas.registry;

import org.apache.kafka.common.KafkaException;

/** The registry refused a schema: it does not fit what the subject already has, or is not valid. */
public final class IncompatibleSchemaException extends KafkaException {
  public IncompatibleSchemaException(String message) {
    super(message);
  }
}

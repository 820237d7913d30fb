package io.alluvium.schemas.registry;

import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * No registry gave a usable answer. Says nothing about the record at hand, so it is never a reason
 * for a dead letter: the same call may be repeated.
 */
public final class RegistryUnreachableException extends RetriableException {
  public RegistryUnreachableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

package io.alluvium.connectors;

import java.util.Optional;

/**
 * What an event does to the set of entities its reader knows to exist.
 *
 * @param id the entity, as its reader names it in {@link KnownEntities}
 * @param fingerprint what tells whether the entity has changed since; empty = it is gone
 */
public record KnownChange(String id, Optional<String> fingerprint) {
  /** The entity exists. */
  public static KnownChange exists(String id, String fingerprint) {
    return new KnownChange(id, Optional.of(fingerprint));
  }

  /** The entity is gone. */
  public static KnownChange gone(String id) {
    return new KnownChange(id, Optional.empty());
  }
}

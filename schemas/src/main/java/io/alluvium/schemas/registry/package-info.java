/**
 * Turns records into bytes and back, with their schemas in a registry that speaks the Confluent
 * REST API. Start at {@link AvroSerde}; {@link SchemaRegistryClient} is the way to the registry.
 */
@NullMarked
package io.alluvium.schemas.registry;

import org.jspecify.annotations.NullMarked;

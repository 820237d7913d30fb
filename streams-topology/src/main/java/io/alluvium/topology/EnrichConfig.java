package io.alluvium.topology;

import io.alluvium.schemas.Topics;
import io.alluvium.schemas.registry.SchemaRegistryClient;

/**
 * What {@link EnrichTopology} must know.
 *
 * @param topics names of the installation's topics
 * @param partitions partitions of every event topic, fixed for the life of an installation
 * @param registry where schemas are registered and looked up
 */
public record EnrichConfig(Topics topics, int partitions, SchemaRegistryClient registry) {
  /**
   * @throws IllegalArgumentException if partitions is not positive
   */
  public EnrichConfig {
    if (partitions < 1) {
      throw new IllegalArgumentException("topic.partitions must be at least 1, was " + partitions);
    }
  }
}

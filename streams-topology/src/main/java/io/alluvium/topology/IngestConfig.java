package io.alluvium.topology;

import io.alluvium.schemas.Topics;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import java.time.Duration;

/**
 * What {@link IngestTopology} must know.
 *
 * @param topics names of the installation's topics
 * @param partitions partitions of every event topic, fixed for the life of an installation
 * @param registry where schemas are registered and looked up
 * @param firstSeenRetention how long superseded content hashes are remembered, in ingestion time
 */
public record IngestConfig(
    Topics topics, int partitions, SchemaRegistryClient registry, Duration firstSeenRetention) {
  /** Long enough for any re-read of an upstream that is still being read. */
  public static final Duration DEFAULT_FIRST_SEEN_RETENTION = Duration.ofDays(30);

  /**
   * @throws IllegalArgumentException if partitions or retention are not positive
   */
  public IngestConfig {
    if (partitions < 1) {
      throw new IllegalArgumentException("topic.partitions must be at least 1, was " + partitions);
    }
    if (!firstSeenRetention.isPositive()) {
      throw new IllegalArgumentException(
          "Retention of first-seen must be positive, was " + firstSeenRetention);
    }
  }
}

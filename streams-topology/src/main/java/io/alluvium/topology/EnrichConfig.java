package io.alluvium.topology;

import io.alluvium.schemas.Topics;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import io.alluvium.topology.conversations.WindowRules;
import java.time.Duration;
import java.util.Set;

/**
 * What {@link EnrichTopology} must know.
 *
 * @param topics names of the installation's topics
 * @param partitions partitions of every event topic, fixed for the life of an installation
 * @param registry where schemas are registered and looked up
 * @param off names of the enrichments that are switched off
 * @param timeout what one enrichment may take for one event before the event goes on without it
 * @param conversations when what was said is summed up
 */
public record EnrichConfig(
    Topics topics,
    int partitions,
    SchemaRegistryClient registry,
    Set<String> off,
    Duration timeout,
    WindowRules conversations) {
  /**
   * Some eight times what the passages of the longest text take on a machine with nothing else to
   * do.
   */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  /**
   * @throws IllegalArgumentException if partitions or timeout is not positive
   */
  public EnrichConfig {
    if (partitions < 1) {
      throw new IllegalArgumentException("topic.partitions must be at least 1, was " + partitions);
    }
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException("enrich.timeout.ms must be positive, was " + timeout);
    }
    off = Set.copyOf(off);
  }

  /** With every enrichment, and the default time for each. */
  public EnrichConfig(Topics topics, int partitions, SchemaRegistryClient registry) {
    this(topics, partitions, registry, Set.of(), DEFAULT_TIMEOUT, WindowRules.DEFAULT);
  }
}

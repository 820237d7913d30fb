package io.alluvium.connectors;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/**
 * A kind of source: its settings, what can be wrong with them, and the readers they lead to.
 *
 * <p>Stateless. A connector class and a task class each hand one to their base class and are done.
 *
 * @param <C> its settings
 */
public interface SourceType<C extends SourceConfig> {
  /** Short name; stands in every event and names the raw topic. */
  String name();

  /** Its settings, {@link SourceConfig#definition()} included. */
  ConfigDef definition();

  /** Parses settings. */
  C configure(Map<String, String> settings);

  /**
   * Looks whether the source can work: credentials, permissions, reachability, each reported apart.
   * Called with settings that are valid by themselves. A rate limit is not a finding.
   */
  List<Finding> validate(C config);

  /** Opens the readers of one task. */
  List<SourceReader<?>> open(C config, ReaderContext context);

  /**
   * Settings of each task. One task by default.
   *
   * @param maxTasks most tasks allowed
   */
  default List<Map<String, String>> split(Map<String, String> settings, int maxTasks) {
    return List.of(settings);
  }
}

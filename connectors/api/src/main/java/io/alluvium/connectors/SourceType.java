package io.alluvium.connectors;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
   * The scopes that the settings select now, each in a form of one line that {@link #open}
   * understands. It begins with the {@linkplain SourceReader#scope scope}, of which what stands
   * before a slash may be left out, and goes on behind a space. They are shared out among the tasks
   * ({@link SourceConfig#scopes}), and listed again every {@code scopes.refresh.ms}; when they have
   * changed, the tasks are planned anew.
   *
   * @return empty = the source has nothing to share out, one task reads all
   * @throws IOException if upstream failed in a way that may pass; it is asked again
   * @throws RateLimitedException likewise
   * @throws PermanentFaultException if upstream refuses for good; the source fails
   */
  default Optional<List<String>> scopes(C config) throws IOException {
    return Optional.empty();
  }
}

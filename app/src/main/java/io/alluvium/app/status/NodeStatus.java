package io.alluvium.app.status;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * State of a node and its parts.
 *
 * @param version version of this build
 * @param ready whether every part runs
 * @param startedAt when the process began to start
 * @param readyAfterMs how long the start took; null before the node is ready
 * @param dataDir directory that holds everything
 * @param http address of page and API
 * @param kafka bootstrap servers
 * @param registry URL of the schema registry
 * @param connect URL of Kafka Connect's REST API; null before it answers
 * @param parts state of each part: {@code starting}, {@code running}, {@code failed: <why>}, {@code
 *     stopped}
 * @param events records on the events topic, superseded versions and deletions included
 * @param entities things that can be found in the hot tier
 * @param hotLag records that the hot tier has yet to apply; -1 while that is not known
 * @param tierLags the same of each tier, by its name
 * @param coldMaintenance how the cold tier's tables are kept in order; null where there are none
 * @param error what stops this node from working; null while nothing does
 */
public record NodeStatus(
    String version,
    boolean ready,
    Instant startedAt,
    @Nullable Long readyAfterMs,
    String dataDir,
    String http,
    @Nullable String kafka,
    @Nullable String registry,
    @Nullable String connect,
    Map<String, String> parts,
    long events,
    long entities,
    long hotLag,
    Map<String, Long> tierLags,
    @Nullable MaintenanceStatus coldMaintenance,
    @Nullable String error) {
  public NodeStatus {
    tierLags = Collections.unmodifiableMap(new LinkedHashMap<>(tierLags));
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }
}

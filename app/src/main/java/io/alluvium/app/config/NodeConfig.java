package io.alluvium.app.config;

import io.alluvium.app.UserError;
import io.alluvium.models.llm.LlmConfig;
import io.alluvium.schemas.Topics;
import io.alluvium.sinks.iceberg.ColdConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The settings of one node, checked and complete. Immutable.
 *
 * <p>Made by {@link ConfigLoader} from flags, environment and file, or by {@link #of} from a map.
 */
public final class NodeConfig {
  private final Map<NodeKey, String> values;
  private final Map<String, Map<String, String>> sources;

  NodeConfig(Map<NodeKey, String> values, Map<String, Map<String, String>> sources) {
    this.values = Map.copyOf(values);
    var copies = new LinkedHashMap<String, Map<String, String>>();
    sources.forEach((name, settings) -> copies.put(name, Map.copyOf(settings)));
    this.sources = Map.copyOf(copies);
  }

  /**
   * The configuration that these settings describe; what is not in them has its default.
   *
   * @param settings dotted keys as in alluvium.yaml, {@code sources.<name>.<key>} included
   * @throws UserError if a key is unknown, a value is of the wrong type, or two do not go together
   */
  public static NodeConfig of(Map<String, String> settings) {
    return new ConfigLoader().flags(settings, key -> key).load();
  }

  /** Directory that holds everything the node keeps; absolute. */
  public Path dataDir() {
    return expanded(value(NodeKey.DATA_DIR));
  }

  /** Port of page, API and embedded registry. */
  public int httpPort() {
    return Integer.parseInt(value(NodeKey.HTTP_PORT));
  }

  /** Port of the embedded broker. */
  public int kafkaPort() {
    return Integer.parseInt(value(NodeKey.KAFKA_PORT));
  }

  /** Port of the embedded Connect worker. */
  public int connectPort() {
    return Integer.parseInt(value(NodeKey.CONNECT_PORT));
  }

  /** Kafka Connect cluster that runs the sources; empty when the worker is embedded. */
  public Optional<URI> connectUrl() {
    return get(NodeKey.CONNECT_URL).map(url -> URI.create(url.replaceAll("/+$", "")));
  }

  /** Where Kafka Connect's REST API is. */
  public URI connectRoot() {
    return connectUrl().orElseGet(() -> URI.create("http://127.0.0.1:" + connectPort()));
  }

  /** Names of all topics. */
  public Topics topics() {
    return new Topics(value(NodeKey.TOPIC_PREFIX));
  }

  /** Partitions of every event topic. */
  public int topicPartitions() {
    return Integer.parseInt(value(NodeKey.TOPIC_PARTITIONS));
  }

  /** Brokers to use; empty when the broker is embedded. */
  public Optional<String> bootstrapServers() {
    return Optional.ofNullable(values.get(NodeKey.BOOTSTRAP_SERVERS));
  }

  /** Registry to use, one URL or several joined by ','; empty when the registry is embedded. */
  public Optional<String> schemaRegistryUrl() {
    return Optional.ofNullable(values.get(NodeKey.SCHEMA_REGISTRY_URL));
  }

  /** What this node does; at least one. */
  public Set<Role> roles() {
    var roles = EnumSet.noneOf(Role.class);
    for (var word : value(NodeKey.ROLES).split(",", -1)) {
      roles.add(Role.valueOf(word.strip().toUpperCase(Locale.ROOT)));
    }
    return Collections.unmodifiableSet(roles);
  }

  /** What this node is called; empty if it may make something up. */
  public Optional<String> nodeId() {
    return get(NodeKey.NODE_ID);
  }

  /** Where it listens for other nodes alone; empty if those use the API's port. */
  public Optional<HostPort> nodeAddress() {
    return get(NodeKey.NODE_ADDRESS).map(HostPort::parse);
  }

  /** What nodes know each other by, looked up. */
  public Optional<String> nodeSecret() {
    return SecretReference.valueOf(this, NodeKey.NODE_SECRET);
  }

  /** How many nodes have each shard. */
  public int replicas() {
    return Integer.parseInt(value(NodeKey.TIERS_REPLICAS));
  }

  /** How long raw topics keep what has been read. */
  public Duration trimRaw() {
    return Duration.ofMillis(Long.parseLong(value(NodeKey.TRIM_RAW_MS)));
  }

  /** How long events, enriched and dead-letters keep what has been read. */
  public Duration trimEvents() {
    return Duration.ofMillis(Long.parseLong(value(NodeKey.TRIM_EVENTS_MS)));
  }

  /** How long the hot tier keeps a day after it is over. */
  public Duration keepInHot() {
    return Duration.ofDays(Long.parseLong(value(NodeKey.TIERS_HOT_DAYS)));
  }

  /** How long the warm tier keeps a day after it is over. */
  public Duration keepInWarm() {
    return Duration.ofDays(Long.parseLong(value(NodeKey.TIERS_WARM_DAYS)));
  }

  /** How long after a drop it is final. */
  public Duration ageingGrace() {
    return Duration.ofMillis(Long.parseLong(value(NodeKey.TIERS_GRACE_MS)));
  }

  /** Whether current versions stay in the warm tier however old they are. */
  public boolean keepCurrentInWarm() {
    return Boolean.parseBoolean(value(NodeKey.TIERS_WARM_KEEP_CURRENT));
  }

  /** Names of the enrichments that are switched off. */
  public Set<String> enrichOff() {
    return get(NodeKey.ENRICH_OFF)
        .filter(names -> !names.isEmpty())
        .map(names ->
            Arrays.stream(names.split("\\s*,\\s*", -1)).collect(Collectors.toUnmodifiableSet()))
        .orElse(Set.of());
  }

  /** What each enrichment may take for one event. */
  public Duration enrichTimeout() {
    return Duration.ofMillis(Long.parseLong(value(NodeKey.ENRICH_TIMEOUT_MS)));
  }

  /** Length of the windows in which conversations are summarised. */
  public Duration summariesWindow() {
    return Duration.ofMillis(Long.parseLong(value(NodeKey.SUMMARIES_WINDOW_MS)));
  }

  /** How long a conversation must be quiet before it is summarised. */
  public Duration summariesQuiet() {
    return Duration.ofMillis(Long.parseLong(value(NodeKey.SUMMARIES_QUIET_MS)));
  }

  /** The language model that writes summaries, its secret looked up; empty without one. */
  public Optional<LlmConfig> llm() {
    return LanguageModel.of(this);
  }

  /** Whether private conversations may be sent to the language model. */
  public boolean llmPrivate() {
    return Boolean.parseBoolean(value(NodeKey.LLM_PRIVATE));
  }

  /**
   * Where the cold tier keeps its tables, its secrets looked up.
   *
   * @param directory what this node keeps of it
   */
  public ColdConfig cold(Path directory) {
    return ColdStorage.of(this, directory);
  }

  /** Longest time that events wait before the cold tier stores them. */
  public Duration coldCommit() {
    return Duration.ofMillis(Long.parseLong(value(NodeKey.COLD_COMMIT_MS)));
  }

  /** Connect settings of each configured source, by the source's name; values are not resolved. */
  public Map<String, Map<String, String>> sources() {
    return sources;
  }

  /** What {@code key} is set to, or its default. */
  public Optional<String> get(NodeKey key) {
    return Optional.ofNullable(values.get(key));
  }

  private String value(NodeKey key) {
    return get(key).orElseThrow(() -> new IllegalStateException(key.key() + " has no value"));
  }

  private static Path expanded(String path) {
    boolean inHome = path.equals("~") || path.startsWith("~/");
    var text = inHome ? System.getProperty("user.home") + path.substring(1) : path;
    return Path.of(text).toAbsolutePath().normalize();
  }
}

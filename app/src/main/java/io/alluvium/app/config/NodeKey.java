package io.alluvium.app.config;

import io.alluvium.topology.EnrichConfig;
import io.alluvium.topology.enrich.Enrichments;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every setting of a node. Name, type, default and text stand here and nowhere else:
 * docs/configuration.md, the environment variables and the checks are made from them.
 */
public enum NodeKey {
  DATA_DIR(
      "data.dir",
      ValueType.PATH,
      "~/.alluvium",
      "Directory that holds everything a node keeps. Used by one process at a time."),
  HTTP_PORT(
      "http.port",
      ValueType.PORT,
      "8484",
      "Port of the web page, the API and the embedded schema registry, on 127.0.0.1."),
  KAFKA_PORT(
      "kafka.port", ValueType.PORT, "9092", "Port of the embedded Kafka broker, on 127.0.0.1."),
  CONNECT_PORT(
      "connect.port",
      ValueType.PORT,
      "8083",
      "Port of the embedded Kafka Connect worker's REST API, on 127.0.0.1."),
  CONNECT_URL(
      "connect.url",
      ValueType.URLS,
      null,
      "REST API of a Kafka Connect cluster that runs the sources, with our plugins on its"
          + " plugin.path. Without it a worker runs inside the node."),
  TOPIC_PREFIX(
      "topic.prefix",
      ValueType.TOPIC_PREFIX,
      "alluvium",
      "What the names of all topics and consumer groups begin with."),
  TOPIC_PARTITIONS(
      "topic.partitions",
      ValueType.PARTITIONS,
      "8",
      "Partitions of every event topic. Fixed for the life of an installation."),
  BOOTSTRAP_SERVERS(
      "bootstrap.servers",
      ValueType.SERVERS,
      null,
      "Kafka brokers to use. Without it a broker runs inside the node."),
  SCHEMA_REGISTRY_URL(
      "schema.registry.url",
      ValueType.URLS,
      null,
      "Schema registry that speaks the Confluent REST API. Needed with bootstrap.servers; without"
          + " it the registry inside the node is used."),
  ROLES(
      "roles",
      ValueType.ROLES,
      "connect,ingest,enrich,serve",
      "What this node does: run sources (connect), ingest, enrich, keep tiers and answer (serve)."
          + " All by default; nodes that share a Kafka can divide it."),
  NODE_ID(
      "node.id",
      ValueType.ID,
      null,
      "Name of this node among those that share a Kafka, the same after each start. Without it one"
          + " is made up and kept in data.dir."),
  NODE_ADDRESS(
      "node.address",
      ValueType.SERVERS,
      null,
      "host:port by which the other nodes reach this one; it listens there, for them alone."
          + " Without it 127.0.0.1 and http.port: nodes on one machine."),
  NODE_SECRET(
      "node.secret",
      ValueType.REFERENCE,
      null,
      "What the nodes of an installation know each other by, the same on each, by reference. Needed"
          + " where node.address is not on this machine."),
  TRIM_RAW_MS(
      "trim.raw.ms",
      ValueType.MILLIS,
      "604800000",
      "How long raw topics keep records that every reader has read. 7 days."),
  TRIM_EVENTS_MS(
      "trim.events.ms",
      ValueType.MILLIS,
      "2160000000",
      "How long events, enriched and dead-letters keep records that every reader has read. 25"
          + " days."),
  TIERS_REPLICAS(
      "tiers.replicas",
      ValueType.REPLICAS,
      "1",
      "How many nodes have each shard of the hot and the warm tier; the same on every node. With 2"
          + " answers stay whole when a node is lost."),
  TIERS_HOT_DAYS(
      "tiers.hot.days",
      ValueType.DAYS,
      "7",
      "How many days the hot tier keeps what was ingested on a day after that day is over (UTC). It"
          + " then goes, once the other tiers are proven to have it; with 0, an hour after midnight."),
  TIERS_WARM_DAYS(
      "tiers.warm.days", ValueType.DAYS, "90", "The same of the warm tier; at least as many."),
  TIERS_GRACE_MS(
      "tiers.grace.ms",
      ValueType.MILLIS,
      "86400000",
      "How long after a tier has dropped something the cold tier is watched before that is final."
          + " One day."),
  TIERS_WARM_KEEP_CURRENT(
      "tiers.warm.keep.current",
      ValueType.BOOLEAN,
      "true",
      "Whether the current version of what is not deleted stays in the warm tier however old it"
          + " is, so that an old but unchanged file or open issue stays findable."),
  ENRICH_OFF(
      "enrich.off",
      ValueType.NAMES,
      null,
      "What is not derived from events: any of "
          + String.join(", ", Enrichments.names())
          + ". Vectors (passages) take most of the time."),
  ENRICH_TIMEOUT_MS(
      "enrich.timeout.ms",
      ValueType.MILLIS,
      Long.toString(EnrichConfig.DEFAULT_TIMEOUT.toMillis()),
      "What each enrichment may take for one event before the event goes on without it."),
  SUMMARIES_WINDOW_MS(
      "summaries.window.ms",
      ValueType.MILLIS,
      "86400000",
      "Length of the windows in which conversations are summarised. One day."),
  SUMMARIES_QUIET_MS(
      "summaries.quiet.ms",
      ValueType.MILLIS,
      "600000",
      "How long nobody must have said anything before a conversation is summarised, or its summary"
          + " amended. 10 minutes."),
  LLM_PROVIDER(
      "llm.provider",
      ValueType.PROVIDER,
      null,
      "Protocol of a language model that writes summaries: openai, anthropic or ollama. Without it"
          + " nothing leaves this machine, and summaries are made of sentences that were said."),
  LLM_BASE_URL(
      "llm.base.url",
      ValueType.URLS,
      null,
      "Where the language model listens, with /v1 for openai and anthropic. Without it the vendor's"
          + " own server, for ollama http://127.0.0.1:11434."),
  LLM_MODEL(
      "llm.model", ValueType.TEXT, null, "Name of the language model. Needed with llm.provider."),
  LLM_API_KEY(
      "llm.api.key",
      ValueType.REFERENCE,
      null,
      "Secret of the language model's server, by reference: ${env:VARIABLE} or"
          + " ${file:/path/to/file:key}."),
  LLM_INPUT_PRICE(
      "llm.input.price",
      ValueType.AMOUNT,
      null,
      "What a million tokens cost that are sent. Needed with openai and anthropic: 0 for a server"
          + " of your own."),
  LLM_OUTPUT_PRICE(
      "llm.output.price", ValueType.AMOUNT, null, "What a million tokens cost that are answered."),
  LLM_DAILY_COST_LIMIT(
      "llm.daily.cost.limit",
      ValueType.AMOUNT,
      "1",
      "Most that the language model may cost from midnight to midnight (UTC), in the currency of"
          + " the prices. Beyond it summaries are made without it."),
  LLM_PRIVATE(
      "llm.private",
      ValueType.BOOLEAN,
      "false",
      "Whether private conversations may be sent to the language model."),
  COLD_WAREHOUSE(
      "cold.warehouse",
      ValueType.TEXT,
      null,
      "Where the cold tier keeps its tables: a directory, or s3://bucket/prefix. Below data.dir"
          + " without it."),
  COLD_CATALOG(
      "cold.catalog",
      ValueType.TEXT,
      null,
      "What lists the tables of the cold tier: jdbc:postgresql://host/database for nodes that share"
          + " them, or the URL of an Iceberg REST catalog. A file below data.dir without it."),
  COLD_CATALOG_USER("cold.catalog.user", ValueType.TEXT, null, "User or client id at the catalog."),
  COLD_CATALOG_PASSWORD(
      "cold.catalog.password",
      ValueType.REFERENCE,
      null,
      "Password or client secret at the catalog, by reference; without a user a REST catalog takes"
          + " it as a token."),
  COLD_S3_ENDPOINT(
      "cold.s3.endpoint",
      ValueType.URLS,
      null,
      "Where the object storage listens, if it is not Amazon's; buckets are then in the path."),
  COLD_S3_REGION("cold.s3.region", ValueType.TEXT, "us-east-1", "Region of the object storage."),
  COLD_S3_ACCESS_KEY(
      "cold.s3.access.key",
      ValueType.REFERENCE,
      null,
      "Access key id of the object storage, by reference. Without it what the AWS SDK finds."),
  COLD_S3_SECRET_KEY(
      "cold.s3.secret.key",
      ValueType.REFERENCE,
      null,
      "Secret access key of the object storage, by reference. Needed with cold.s3.access.key."),
  COLD_COMMIT_MS(
      "cold.commit.ms",
      ValueType.MILLIS,
      "60000",
      "Longest time that events wait in memory before the cold tier stores them: longer makes fewer"
          + " and larger files. One minute.");

  private final String key;
  private final ValueType type;
  private final @Nullable String defaultValue;
  private final String doc;

  NodeKey(String key, ValueType type, @Nullable String defaultValue, String doc) {
    this.key = key;
    this.type = type;
    this.defaultValue = defaultValue;
    this.doc = doc;
  }

  /** The key as it is written in alluvium.yaml. */
  public String key() {
    return key;
  }

  /** What it does, as it stands in the docs. */
  public String doc() {
    return doc;
  }

  /** The value of an installation that says nothing; empty when then there is none. */
  public Optional<String> defaultValue() {
    return Optional.ofNullable(defaultValue);
  }

  /** Environment variable of this key: {@code ALLUVIUM_} and the key with '_' for '.'. */
  public String variable() {
    return Environment.PREFIX + key.replace('.', '_').toUpperCase(Locale.ROOT);
  }

  ValueType type() {
    return type;
  }

  static Optional<NodeKey> named(String key) {
    return Arrays.stream(values()).filter(candidate -> candidate.key.equals(key)).findFirst();
  }

  static List<String> keys() {
    return Arrays.stream(values()).map(NodeKey::key).toList();
  }
}

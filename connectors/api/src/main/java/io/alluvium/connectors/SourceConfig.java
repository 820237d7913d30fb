package io.alluvium.connectors;

import io.alluvium.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;

/** Settings that every source has. A connector's own settings extend {@link #definition()}. */
public class SourceConfig extends AbstractConfig {
  /** Name of the source: the connector's name in Connect. */
  public static final String NAME = "name";

  private static final String TOPIC_PREFIX = "topic.prefix";
  private static final String TOPIC_PARTITIONS = "topic.partitions";
  private static final String VISIBILITY = "source.visibility";
  private static final String BATCH_EVENTS = "batch.events";
  private static final String BACKLOG_EVENTS = "batch.events.backlog";
  private static final String BATCH_MS = "batch.ms";
  private static final String SCHEDULE = "schedule";
  private static final String SCOPES_REFRESH_MS = "scopes.refresh.ms";

  /** A task's share of the scopes, one a line. Written by the connector, not by people. */
  static final String TASK_SCOPES = "task.scopes";

  private static final String EXACTLY_ONCE = "exactly.once.support";

  /** Parses settings by a definition that extends {@link #definition()}. */
  protected SourceConfig(ConfigDef definition, Map<String, String> settings) {
    super(definition, settings, false);
  }

  /** A new definition of the common settings, to be extended. */
  public static ConfigDef definition() {
    return new ConfigDef()
        .define(
            TOPIC_PREFIX,
            Type.STRING,
            Topics.DEFAULT_PREFIX,
            ConfigDef.LambdaValidator.with(SourceConfig::checkPrefix, () -> "legal topic prefix"),
            Importance.MEDIUM,
            "What all topic names begin with, without the dot.")
        .define(
            TOPIC_PARTITIONS,
            Type.INT,
            8,
            Range.atLeast(1),
            Importance.LOW,
            "Partitions of every event topic; the same for the whole installation.")
        .define(
            VISIBILITY,
            Type.STRING,
            "public",
            ValidString.in("public", "private"),
            Importance.MEDIUM,
            "Who may see what the source publishes: public or private.")
        .define(
            SCHEDULE,
            Type.STRING,
            "continuous",
            ConfigDef.LambdaValidator.with(SourceConfig::checkSchedule, () -> Schedule.FORM),
            Importance.MEDIUM,
            "When to look for what is new: " + Schedule.FORM + ".")
        .define(
            BATCH_EVENTS,
            Type.INT,
            64,
            Range.between(1, 10_000),
            Importance.LOW,
            "Most events of one batch, which is one transaction where the worker is exactly-once.")
        .define(
            BACKLOG_EVENTS,
            Type.INT,
            1_024,
            Range.between(1, 10_000),
            Importance.LOW,
            "Most events of one batch while more are waiting: each that was full may be followed by"
                + " one of twice its size, up to this.")
        .define(
            BATCH_MS,
            Type.LONG,
            200L,
            Range.between(1, 10_000),
            Importance.LOW,
            "Longest time in milliseconds that a batch is held back to be filled.");
  }

  /**
   * {@link #definition()} with what sources have whose scopes are listed by {@link
   * SourceType#scopes}.
   */
  public static ConfigDef scopedDefinition() {
    return definition()
        .define(
            SCOPES_REFRESH_MS,
            Type.LONG,
            600_000L,
            Range.atLeast(1_000),
            Importance.LOW,
            "Time in milliseconds after which it is listed again what the source selects.");
  }

  /** Name of the source. */
  public String source() {
    return originalsStrings().getOrDefault(NAME, "source");
  }

  /** Topic names of the installation. */
  public Topics topics() {
    return new Topics(getString(TOPIC_PREFIX));
  }

  /** Partitions of every event topic. */
  public int partitions() {
    return getInt(TOPIC_PARTITIONS);
  }

  /** The scopes of this task, as {@link SourceType#scopes} gave them; none in a connector. */
  public List<String> scopes() {
    return originalsStrings().getOrDefault(TASK_SCOPES, "").lines().toList();
  }

  /** Time between two listings of the scopes. */
  Duration scopesRefresh() {
    return values().containsKey(SCOPES_REFRESH_MS)
        ? Duration.ofMillis(getLong(SCOPES_REFRESH_MS))
        : Duration.ofDays(1);
  }

  /** public or private. */
  public String visibility() {
    return getString(VISIBILITY);
  }

  /** When to look for what is new. */
  Schedule schedule() {
    return Schedule.parse(getString(SCHEDULE));
  }

  /** Most events of a batch. */
  public int batchEvents() {
    return getInt(BATCH_EVENTS);
  }

  /** Most events of a batch while more are waiting than the usual one holds. */
  int backlogEvents() {
    return getInt(BACKLOG_EVENTS);
  }

  /** Longest time a batch is held back. */
  public Duration batchTime() {
    return Duration.ofMillis(getLong(BATCH_MS));
  }

  /**
   * Whether records and offsets are committed together. A worker refuses to start a connector that
   * requires this and that it cannot serve, so the setting is proof. (A task cannot ask: its
   * transaction context is null unless it defines its own transaction boundaries.)
   */
  public boolean exactlyOnce() {
    var support = originalsStrings().getOrDefault(EXACTLY_ONCE, "requested");
    return "required".equals(support.toLowerCase(Locale.ROOT));
  }

  private static void checkSchedule(String key, Object value) {
    try {
      Schedule.parse((String) value);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(key, value, "Use " + Schedule.FORM);
    }
  }

  private static void checkPrefix(String key, Object value) {
    try {
      new Topics((String) value).coverage();
    } catch (IllegalArgumentException e) {
      throw new ConfigException(key, value, e.getMessage());
    }
  }
}

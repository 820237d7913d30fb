package io.alluvium.connectors.postgres;

import io.debezium.connector.postgresql.PostgresConnector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What Debezium is told. */
final class FeedSettings {
  static final String NOTIFICATIONS = "alluvium.notifications";

  // Debezium names its metrics after it, and there may be two feeds for a moment.
  private static final AtomicLong FEEDS = new AtomicLong();

  private final PostgresSourceConfig config;
  private final Map<String, String> settings = new HashMap<>();

  private FeedSettings(PostgresSourceConfig config) {
    this.config = config;
  }

  /**
   * To read tables row by row.
   *
   * @param selects the statement for each table
   */
  static Map<String, String> snapshot(
      PostgresSourceConfig config, Map<Followed, String> selects, String unchanged) {
    var made = new FeedSettings(config).common(selects.keySet(), unchanged);
    made.settings.put("snapshot.mode", "initial_only");
    made.settings.put("snapshot.isolation.mode", "repeatable_read");
    made.settings.put("snapshot.fetch.size", "256");
    made.settings.put("notification.enabled.channels", "sink");
    made.settings.put("notification.sink.topic.name", NOTIFICATIONS);
    made.settings.put("snapshot.select.statement.overrides", names(selects.keySet()));
    selects.forEach((table, select) ->
        made.settings.put("snapshot.select.statement.overrides." + table.name().quoted(), select));
    return made.settings;
  }

  /** To read the log. */
  static Map<String, String> log(
      PostgresSourceConfig config, Collection<Followed> tables, String unchanged) {
    var made = new FeedSettings(config).common(tables, unchanged);
    made.settings.put("snapshot.mode", "no_data");
    made.settings.put("message.prefix.include.list", Pattern.quote(Marker.prefix(config.slot())));
    made.settings.put("slot.max.retries", "0");
    made.settings.put("status.update.interval.ms", "1000");
    return made.settings;
  }

  private FeedSettings common(Collection<Followed> tables, String unchanged) {
    connection();
    settings.put("connector.class", PostgresConnector.class.getName());
    settings.put("topic.prefix", config.slot() + "-" + FEEDS.incrementAndGet());
    settings.put("plugin.name", "pgoutput");
    settings.put("slot.name", config.slot());
    settings.put("publication.name", config.publication());
    // Made before the slot, by us: a publication does not reach back.
    settings.put("publication.autocreate.mode", "disabled");
    settings.put("lsn.flush.mode", "connector");
    // Whether the log still reaches back is judged before, by the slot.
    settings.put("offset.mismatch.strategy", "no_validation");
    settings.put("table.include.list", patterns(tables));
    settings.put("column.exclude.list", hidden(tables));
    settings.put("message.key.columns", keys(tables));
    settings.put("skipped.operations", "none");
    settings.put("tombstones.on.delete", "false");
    values(unchanged);
    settings.put("poll.interval.ms", "20");
    settings.put("max.queue.size.in.bytes", Integer.toString(32 * 1024 * 1024));
    settings.put("errors.max.retries", "0");
    settings.put("executor.shutdown.timeout.ms", "3000");
    settings.values().removeIf(String::isEmpty);
    return this;
  }

  private void connection() {
    var connection = config.connection();
    settings.put("database.hostname", config.host());
    settings.put("database.port", Integer.toString(config.port()));
    settings.put("database.dbname", config.database());
    connection
        .stringPropertyNames()
        .forEach(name -> settings.put("database." + name, connection.getProperty(name)));
  }

  // One text for one value, from a snapshot and from the log.
  private void values(String unchanged) {
    settings.put("decimal.handling.mode", "string");
    settings.put("time.precision.mode", "isostring");
    settings.put("interval.handling.mode", "string");
    settings.put("hstore.handling.mode", "json");
    settings.put("binary.handling.mode", "hex");
    settings.put("include.unknown.datatypes", "true");
    settings.put("unavailable.value.placeholder", unchanged);
  }

  private static String names(Collection<Followed> tables) {
    return tables.stream().map(table -> table.name().quoted()).collect(Collectors.joining(","));
  }

  private static String patterns(Collection<Followed> tables) {
    return tables.stream()
        .map(table -> Pattern.quote(table.name().toString()))
        .collect(Collectors.joining(","));
  }

  private static String hidden(Collection<Followed> tables) {
    List<String> columns = new ArrayList<>();
    for (var table : tables) {
      table.hidden().forEach(column -> columns.add(Pattern.quote(table.name() + "." + column)));
    }
    return String.join(",", columns);
  }

  private static String keys(Collection<Followed> tables) {
    return tables.stream()
        .filter(Followed::hasOwnKey)
        .map(table -> Pattern.quote(table.name().toString()) + ":" + String.join(",", table.key()))
        .collect(Collectors.joining(";"));
  }
}

package io.alluvium.connectors.postgres;

import io.alluvium.connectors.SourceConfig;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;

/**
 * Settings of the Postgres source. Each key's text is also its entry in
 * docs/connectors/postgres.md.
 */
final class PostgresSourceConfig extends SourceConfig {
  static final String HOST = "postgres.host";
  static final String PORT = "postgres.port";
  static final String DATABASE = "postgres.database";
  static final String USER = "postgres.user";
  static final String PASSWORD = "postgres.password";
  static final String TABLES = "postgres.tables";
  static final String SLOT = "postgres.slot";
  static final String PUBLICATION = "postgres.publication";
  static final String PUBLICATION_AUTOCREATE = "postgres.publication.autocreate";
  static final String MAPPING = "postgres.mapping.";
  private static final String SERVER_ID = "postgres.server.id";
  private static final String SSL_MODE = "postgres.ssl.mode";
  private static final String SSL_ROOT_CERT = "postgres.ssl.root.cert";
  private static final String SLOT_FAILOVER = "postgres.slot.failover";
  private static final String HEARTBEAT_MS = "postgres.heartbeat.ms";
  private static final String KNOWN_ROWS = "postgres.known.rows";
  private static final int LONGEST_NAME = 63;

  static final ConfigDef DEFINITION = place(access(SourceConfig.definition()));

  PostgresSourceConfig(Map<String, String> settings) {
    super(DEFINITION, settings);
  }

  private static ConfigDef access(ConfigDef definition) {
    return definition
        .define(
            HOST,
            Type.STRING,
            ConfigDef.NO_DEFAULT_VALUE,
            new NonEmptyString(),
            Importance.HIGH,
            "Host of the primary server.")
        .define(
            PORT,
            Type.INT,
            5432,
            Range.between(1, 65_535),
            Importance.MEDIUM,
            "Port of the server.")
        .define(
            DATABASE,
            Type.STRING,
            ConfigDef.NO_DEFAULT_VALUE,
            new NonEmptyString(),
            Importance.HIGH,
            "Database that the tables are in.")
        .define(
            USER,
            Type.STRING,
            ConfigDef.NO_DEFAULT_VALUE,
            new NonEmptyString(),
            Importance.HIGH,
            "Role to log in as. It needs REPLICATION and SELECT on the tables.")
        .define(PASSWORD, Type.PASSWORD, "", Importance.HIGH, "Password of the role.")
        .define(
            SSL_MODE,
            Type.STRING,
            "prefer",
            ValidString.in("disable", "prefer", "require", "verify-ca", "verify-full"),
            Importance.MEDIUM,
            "How the connection is encrypted, as Postgres' sslmode.")
        .define(
            SSL_ROOT_CERT,
            Type.STRING,
            "",
            Importance.LOW,
            "File with the certificates that verify-ca and verify-full trust.");
  }

  private static ConfigDef place(ConfigDef definition) {
    return definition
        .define(
            TABLES,
            Type.LIST,
            ConfigDef.NO_DEFAULT_VALUE,
            ConfigDef.LambdaValidator.with(PostgresSourceConfig::checkTables, () -> "schema.table"),
            Importance.HIGH,
            "Tables to publish, each as schema.table.")
        .define(
            SLOT,
            Type.STRING,
            "",
            ConfigDef.LambdaValidator.with(PostgresSourceConfig::checkSlot, () -> "slot name"),
            Importance.MEDIUM,
            "Replication slot, of this source alone. By default alluvium_ and the source's name.")
        .define(
            SLOT_FAILOVER,
            Type.BOOLEAN,
            false,
            Importance.LOW,
            "Whether a new slot is one that standbys keep up with (Postgres 17 and later).")
        .define(
            PUBLICATION,
            Type.STRING,
            "",
            Importance.MEDIUM,
            "Publication to read. By default the same name as the slot.")
        .define(
            PUBLICATION_AUTOCREATE,
            Type.STRING,
            "filtered",
            ValidString.in("filtered", "disabled"),
            Importance.MEDIUM,
            "filtered: the publication is created, and set to exactly the tables of this source when"
                + " it lacks one. disabled: it must be there and hold them.")
        .define(
            SERVER_ID,
            Type.STRING,
            "",
            Importance.MEDIUM,
            "Name of the server in entity keys. By default the system identifier of the cluster;"
                + " set it to keep the keys over a dump and restore.")
        .define(
            HEARTBEAT_MS,
            Type.LONG,
            10_000L,
            Range.between(50, 600_000),
            Importance.LOW,
            "Time in milliseconds between two marks in the log: how fresh a claim is, and how soon"
                + " the server may drop log that nobody needs.")
        .define(
            KNOWN_ROWS,
            Type.INT,
            10_000,
            Range.between(0, 1_000_000),
            Importance.LOW,
            "Most rows of a table of which it is kept which there are, to find out what TRUNCATE or"
                + " a lost slot has deleted. About 30 bytes of offsets and memory per row; 0 = none.");
  }

  String host() {
    return getString(HOST);
  }

  int port() {
    return getInt(PORT);
  }

  String database() {
    return getString(DATABASE);
  }

  String user() {
    return getString(USER);
  }

  /** The tables, in order. */
  List<TableName> tables() {
    Set<TableName> tables = new TreeSet<>();
    getList(TABLES).forEach(table -> tables.add(TableName.parse(table).orElseThrow()));
    return List.copyOf(tables);
  }

  /** Name of the slot; legal whatever the source is called. */
  String slot() {
    var given = getString(SLOT);
    if (!given.isEmpty()) {
      return given;
    }
    var name = "alluvium_" + source().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    return name.substring(0, Math.min(name.length(), LONGEST_NAME));
  }

  boolean slotFailover() {
    return getBoolean(SLOT_FAILOVER);
  }

  String publication() {
    var given = getString(PUBLICATION);
    return given.isEmpty() ? slot() : given;
  }

  boolean createsPublication() {
    return getString(PUBLICATION_AUTOCREATE).equals("filtered");
  }

  Optional<String> serverId() {
    var given = getString(SERVER_ID);
    return given.isEmpty() ? Optional.empty() : Optional.of(given);
  }

  Duration heartbeat() {
    return Duration.ofMillis(getLong(HEARTBEAT_MS));
  }

  /** Most rows of a table that are kept track of. */
  int knownRows() {
    return getInt(KNOWN_ROWS);
  }

  /** What the mapping settings say, by the part of the key after the prefix. */
  Map<String, String> mappingSettings() {
    var settings = new TreeMap<String, String>();
    originalsWithPrefix(MAPPING).forEach((key, value) -> settings.put(key, String.valueOf(value)));
    return settings;
  }

  /** What the driver is given, the password included. */
  Properties connection() {
    var connection = new Properties();
    connection.setProperty("user", user());
    connection.setProperty("password", getPassword(PASSWORD).value());
    connection.setProperty("sslmode", getString(SSL_MODE));
    if (!getString(SSL_ROOT_CERT).isEmpty()) {
      connection.setProperty("sslrootcert", getString(SSL_ROOT_CERT));
    }
    return connection;
  }

  private static void checkTables(String key, Object value) {
    var tables = (List<?>) value;
    if (tables.isEmpty()) {
      throw new ConfigException(key, "", "Name at least one table, as schema.table");
    }
    for (var table : tables) {
      if (TableName.parse((String) table).isEmpty()) {
        throw new ConfigException(key, table, "Must be schema.table, without quotes");
      }
    }
  }

  private static void checkSlot(String key, Object value) {
    if (!((String) value).matches("[a-z0-9_]{0,63}")) {
      throw new ConfigException(
          key, value, "Must be lower-case letters, digits and '_', 63 characters at most");
    }
  }
}

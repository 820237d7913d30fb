package io.alluvium.connectors.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.PGConnection;

/** A database of its own in a real Postgres that all tests of the JVM share. */
final class TestDatabase implements AutoCloseable {
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static final EmbeddedPostgres SERVER = start();

  private final String name = "test" + DATABASES.incrementAndGet();
  private final Connection connection;

  TestDatabase() {
    onServer("CREATE DATABASE " + name);
    try {
      connection = SERVER.getDatabase("postgres", name).getConnection();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder()
          .setServerConfig("wal_level", "logical")
          .setServerConfig("max_wal_senders", "20")
          .setServerConfig("max_replication_slots", "20")
          .setServerConfig("timezone", "Europe/Berlin")
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a statement in the database that is always there. */
  static void onServer(String sql) {
    try (var connection = SERVER.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  String name() {
    return name;
  }

  /** Name of the slot of its source. */
  String slot() {
    return "slot_" + name;
  }

  static int port() {
    return SERVER.getPort();
  }

  /** A connection more. */
  Connection connect() {
    try {
      return SERVER.getDatabase("postgres", name).getConnection();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void execute(String... statements) {
    for (var sql : statements) {
      try (var statement = connection.createStatement()) {
        statement.execute(sql);
      } catch (SQLException e) {
        throw new IllegalStateException(sql, e);
      }
    }
  }

  /** Makes the server ask a role for its password: as it is set up, it believes everybody. */
  void askForPassword(String role) {
    var file = Path.of(query("SHOW hba_file").get(0));
    try {
      var rule = "host all " + role + " all scram-sha-256\n";
      Files.writeString(file, rule + Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    execute("SELECT pg_reload_conf()", "SELECT pg_sleep(0.2)");
  }

  /** Copies rows with the keys 1 to n into a table of a number and a text. */
  void copy(String table, int rows) {
    var lines = new StringBuilder();
    for (int i = 1; i <= rows; i++) {
      lines.append(i).append("\trow ").append(i).append('\n');
    }
    try {
      var copy = connection.unwrap(PGConnection.class).getCopyAPI();
      copy.copyIn("COPY " + table + " FROM STDIN", new StringReader(lines.toString()));
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** First column of a query. */
  List<String> query(String sql) {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var found = new ArrayList<String>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Settings of a source of some tables, without {@code name}. */
  Map<String, String> settings(String... tables) {
    var settings = new HashMap<String, String>();
    settings.put("postgres.host", "localhost");
    settings.put("postgres.port", Integer.toString(port()));
    settings.put("postgres.database", name);
    settings.put("postgres.user", "postgres");
    settings.put("postgres.password", "postgres");
    settings.put("postgres.tables", String.join(",", tables));
    settings.put("postgres.slot", slot());
    settings.put("postgres.server.id", "server");
    settings.put("postgres.heartbeat.ms", "100");
    return settings;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    dropSlot();
    onServer("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
  }

  /** Cuts all connections to the database but its own; whether there were any. */
  boolean cutConnections() {
    return query(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
            """)
        .contains("t");
  }

  /** Drops the slot, whoever reads it. */
  void dropSlot() {
    onServer(
        """
        DO $$ BEGIN
          FOR i IN 1..100 LOOP
            PERFORM pg_terminate_backend(active_pid) FROM pg_replication_slots
              WHERE slot_name = '%1$s' AND active;
            BEGIN
              PERFORM pg_drop_replication_slot(slot_name) FROM pg_replication_slots
                WHERE slot_name = '%1$s';
              RETURN;
            EXCEPTION WHEN object_in_use THEN
              PERFORM pg_sleep(0.02);
            END;
          END LOOP;
        END $$
        """
            .formatted(slot()));
  }
}

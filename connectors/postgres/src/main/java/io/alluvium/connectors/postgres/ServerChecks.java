package io.alluvium.connectors.postgres;

import io.alluvium.connectors.Finding;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Looks whether a server can be read, each thing that can be wrong apart. */
final class ServerChecks {
  private final PostgresSourceConfig config;
  private final Database database;
  private final List<Finding> findings = new ArrayList<>();

  private ServerChecks(PostgresSourceConfig config, Database database) {
    this.config = config;
    this.database = database;
  }

  static List<Finding> of(PostgresSourceConfig config) {
    try (var database = Database.connect(config)) {
      var checks = new ServerChecks(config, database.withAnswerTimeout());
      checks.server();
      checks.role();
      checks.slot();
      checks.findings.addAll(TableChecks.of(config, database));
      checks.publication();
      return checks.findings;
    } catch (SQLException e) {
      return List.of(unreachable(config, e));
    }
  }

  private static Finding unreachable(PostgresSourceConfig config, SQLException fault) {
    var state = String.valueOf(fault.getSQLState());
    var message = String.valueOf(fault.getMessage());
    if (state.equals("28P01")) {
      return new Finding(
          PostgresSourceConfig.PASSWORD,
          "The server does not accept the password of " + config.user() + ": " + message,
          "Check it, and how the server asks for it in pg_hba.conf");
    }
    if (state.startsWith("28")) {
      return new Finding(
          PostgresSourceConfig.USER,
          "The server does not let " + config.user() + " in: " + message,
          "Create the role with LOGIN and let it in by pg_hba.conf");
    }
    if (state.equals("3D000")) {
      return new Finding(
          PostgresSourceConfig.DATABASE,
          "Database " + config.database() + " does not exist",
          "Give one that does");
    }
    if (state.startsWith("08") || fault.getCause() != null) {
      return new Finding(
          PostgresSourceConfig.HOST,
          "%s:%d cannot be reached: %s".formatted(config.host(), config.port(), message),
          "Check host, port, firewall and that the server listens there",
          true);
    }
    return new Finding(
        PostgresSourceConfig.HOST,
        "The server refuses to answer: " + message,
        "See its log, and try again",
        true);
  }

  private void server() throws SQLException {
    var server = Server.of(database);
    if (server.version() < Server.OLDEST_VERSION) {
      add(
          PostgresSourceConfig.HOST,
          "The server is version " + server.version() / 10_000,
          "Use version 14 or later");
    }
    if (server.standby()) {
      add(
          PostgresSourceConfig.HOST,
          "The server is a standby, which cannot be written to",
          "Give the primary");
    }
    if (!server.walLevel().equals("logical")) {
      add(
          PostgresSourceConfig.SLOT,
          "wal_level is " + server.walLevel() + ", so the log cannot be decoded",
          "Set wal_level = logical in postgresql.conf and restart the server");
    }
  }

  private void role() throws SQLException {
    var may =
        database.text(
            """
            SELECT bool_or(rolreplication OR rolsuper OR rolname IN ('rds_replication'))::text
            FROM pg_roles WHERE pg_has_role(current_user, oid, 'MEMBER') AND
              (rolname = current_user OR rolname = 'rds_replication')
            """);
    if (!may.equals("true")) {
      add(
          PostgresSourceConfig.USER,
          config.user() + " may not read the log",
          "ALTER ROLE " + TableName.quote(config.user()) + " REPLICATION");
    }
  }

  private void slot() throws SQLException {
    var slot = Slot.find(database, config.slot());
    if (slot.isPresent()) {
      boolean fits =
          "pgoutput".equals(slot.get().plugin()) && config.database().equals(slot.get().database());
      if (!fits) {
        add(
            PostgresSourceConfig.SLOT,
            "Slot %s is of another use (plugin %s, database %s)"
                .formatted(config.slot(), slot.get().plugin(), slot.get().database()),
            "Give another name");
      }
      return;
    }
    var free =
        database.text(
            """
            SELECT (current_setting('max_replication_slots')::int > count(*))::text
            FROM pg_replication_slots
            """);
    if (!free.equals("true")) {
      add(
          PostgresSourceConfig.SLOT,
          "All replication slots of the server are taken",
          "Drop one that nobody reads, or raise max_replication_slots");
    }
  }

  private void publication() throws SQLException {
    if (!findings.isEmpty()) {
      return;
    }
    var name = config.publication();
    var tables = config.tables();
    var found = Publication.find(database, name);
    boolean holds = found.isPresent() && found.get().tables().containsAll(tables);
    if (found.isPresent() && !found.get().complete()) {
      add(
          PostgresSourceConfig.PUBLICATION,
          "Publication " + name + " leaves out some kinds of change",
          "ALTER PUBLICATION %s SET (publish = 'insert, update, delete, truncate')"
              .formatted(TableName.quote(name)));
    } else if (!holds && !mayPublish(found.isPresent())) {
      add(
          PostgresSourceConfig.PUBLICATION,
          "Publication " + name + " does not hold every table, and may not be made to",
          "As the owner of the tables: "
              + (found.isPresent()
                  ? Publication.set(name, tables)
                  : Publication.create(name, tables)));
    }
    if (holds) {
      parts();
    }
  }

  private boolean mayPublish(boolean exists) throws SQLException {
    if (!config.createsPublication()) {
      return false;
    }
    for (var table : config.tables()) {
      var owns =
          database.text(
              "SELECT pg_has_role(relowner, 'USAGE')::text FROM pg_class WHERE oid = ?::regclass",
              table.quoted());
      if (!owns.equals("true")) {
        return false;
      }
    }
    var sql =
        exists
            ? "SELECT pg_has_role(pubowner, 'USAGE')::text FROM pg_publication WHERE pubname = ?"
            : "SELECT has_database_privilege(?, 'CREATE')::text";
    return database.text(sql, exists ? config.publication() : config.database()).equals("true");
  }

  // From version 15 a publication can leave out rows and columns.
  private void parts() throws SQLException {
    if (Server.of(database).version() < 150_000) {
      return;
    }
    for (var table : config.tables()) {
      var parted =
          database.queryOne(
              row -> row.getString(1),
              """
              SELECT p.pubname FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid
              WHERE p.pubname = ? AND r.prrelid = ?::regclass
                AND (r.prqual IS NOT NULL OR r.prattrs IS NOT NULL)
              """,
              config.publication(),
              table.quoted());
      if (parted.isPresent()) {
        add(
            PostgresSourceConfig.PUBLICATION,
            "Publication %s leaves out rows or columns of %s".formatted(parted.get(), table),
            "Publish the whole table; leave out columns by "
                + PostgresSourceConfig.MAPPING
                + table
                + ".exclude");
      }
    }
  }

  private void add(String setting, String problem, String remedy) {
    findings.add(new Finding(setting, problem, remedy));
  }
}

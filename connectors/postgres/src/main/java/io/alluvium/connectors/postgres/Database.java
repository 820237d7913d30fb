package io.alluvium.connectors.postgres;

import java.io.Closeable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/** A connection for questions about the server; what is read in bulk comes through Debezium. */
final class Database implements Closeable {
  private static final String CONNECT_SECONDS = "10";
  private static final String ANSWER_SECONDS = "60";

  private final Connection connection;

  private Database(Connection connection) {
    this.connection = connection;
  }

  /** Makes something of one row. */
  @FunctionalInterface
  interface RowMapper<T extends @Nullable Object> {
    T map(ResultSet row) throws SQLException;
  }

  /**
   * Connects.
   *
   * @throws SQLException if the server cannot be reached or refuses
   */
  static Database connect(PostgresSourceConfig config) throws SQLException {
    var properties = new Properties();
    properties.putAll(config.connection());
    properties.setProperty("ApplicationName", "alluvium " + config.source());
    properties.setProperty("connectTimeout", CONNECT_SECONDS);
    properties.setProperty("loginTimeout", CONNECT_SECONDS);
    properties.setProperty("tcpKeepAlive", "true");
    // A key is compared as what its column is, though it is given as text.
    properties.setProperty("stringtype", "unspecified");
    // Not through DriverManager: it does not see the class loader of a plugin.
    var connection = new Driver().connect(url(config), properties);
    if (connection == null) {
      throw new SQLException("Not a Postgres address: " + url(config));
    }
    return new Database(connection);
  }

  private static String url(PostgresSourceConfig config) {
    return "jdbc:postgresql://%s:%d/%s"
        .formatted(
            config.host(),
            config.port(),
            java.net.URLEncoder.encode(config.database(), java.nio.charset.StandardCharsets.UTF_8));
  }

  /** Bounds how long each later question may take. */
  Database withAnswerTimeout() throws SQLException {
    execute("SET statement_timeout = '" + ANSWER_SECONDS + "s'");
    return this;
  }

  /** Rows of a query whose parameters are given as text. */
  <T> List<T> query(RowMapper<T> mapper, String sql, List<String> parameters) throws SQLException {
    try (var statement = prepare(sql, parameters);
        var rows = statement.executeQuery()) {
      var found = new ArrayList<T>();
      while (rows.next()) {
        found.add(mapper.map(rows));
      }
      return found;
    }
  }

  /** The one row of a query, if there is one. */
  <T> Optional<T> queryOne(RowMapper<T> mapper, String sql, String... parameters)
      throws SQLException {
    return query(mapper, sql, List.of(parameters)).stream().findFirst();
  }

  /** The one text that a query always returns. */
  String text(String sql, String... parameters) throws SQLException {
    return queryOne(row -> row.getString(1), sql, parameters).orElseThrow();
  }

  void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private PreparedStatement prepare(String sql, List<String> parameters) throws SQLException {
    var statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < parameters.size(); i++) {
        statement.setString(i + 1, parameters.get(i));
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  /** Ends whatever is under way. Called by any thread. */
  void abort() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // It is closed then, which is what was wanted.
      close();
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // Nobody waits for an answer any more.
    }
  }
}

package io.alluvium.app.it;

import static io.alluvium.app.it.TestNode.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From a row in a real Postgres to a searchable event, in the whole node. */
final class PostgresSourceIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String SOURCE = "shop";
  // The server believes everybody.
  private static final String SECRET = "a-secret-of-the-test";

  @Test
  void findsRowsOfASnapshotAndWhatBecomesOfThem() throws Exception {
    var node = TestNode.shared();
    try (var overheard = Overheard.words(List.of(SECRET));
        var server = EmbeddedPostgres.builder().setServerConfig("wal_level", "logical").start();
        var database = server.getPostgresDatabase().getConnection()) {
      execute(database, "CREATE TABLE notes (id int PRIMARY KEY, title text, body text)");
      execute(
          database,
          "INSERT INTO notes SELECT i, 'Note ' || i, 'alabaster ' || i"
              + " FROM generate_series(1, 50) i");
      add(node, server.getPort());
      within(PATIENCE, "snapshot", () -> found(node, "alabaster") == 50);
      within(PATIENCE, "proven", () -> complete(node));

      execute(database, "INSERT INTO notes VALUES (51, 'Late', 'alabaster, too')");
      execute(database, "UPDATE notes SET body = 'anhydrite' WHERE id = 7");
      execute(database, "DELETE FROM notes WHERE id IN (8, 9)");
      within(PATIENCE, "inserted, deleted", () -> found(node, "alabaster") == 50 + 1 - 1 - 2);
      within(PATIENCE, "updated", () -> node.titles("anhydrite", SOURCE).contains("Note 7"));
      node.awaitMetric("alluvium_postgres_slot_active\\{connector=\"shop\"\\} 1\\.0");
      node.awaitMetric("alluvium_postgres_slot_lag_bytes\\{connector=\"shop\"\\}");
      node.awaitMetric("alluvium_postgres_slot_wal_status\\{connector=\"shop\"\\} 0\\.0");
      assertThat(overheard.lines()).isPositive();
      assertThat(overheard.said()).isEmpty();
      node.request("DELETE", "/api/v1/sources/" + SOURCE, "");
    }
  }

  private static void add(TestNode node, int port) throws Exception {
    var settings =
        Map.of(
            "connector.class", "postgres",
            "postgres.host", "127.0.0.1",
            "postgres.port", Integer.toString(port),
            "postgres.database", "postgres",
            "postgres.user", "postgres",
            "postgres.password", SECRET,
            "postgres.tables", "public.notes",
            "postgres.mapping.public.notes.title", "title",
            "postgres.mapping.public.notes.text", "body",
            "postgres.heartbeat.ms", "1000");
    var answer =
        node.request(
            "PUT", "/api/v1/sources/" + SOURCE, new ObjectMapper().writeValueAsString(settings));
    assertThat(answer.path("done").asText()).as(answer.toString()).isEqualTo("added");
  }

  private static void execute(Connection database, String sql) throws SQLException {
    try (var statement = database.createStatement()) {
      statement.execute(sql);
    }
  }

  private static boolean complete(TestNode node) {
    var coverage = node.get("/api/v1/coverage?source=" + SOURCE);
    return !coverage.path("scopes").isEmpty() && coverage.path("complete").asBoolean();
  }

  private static long found(TestNode node, String word) {
    return node.search(word, "source", SOURCE).path("total").asLong();
  }
}

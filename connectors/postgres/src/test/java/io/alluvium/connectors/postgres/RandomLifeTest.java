package io.alluvium.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.schemas.RawEvent;
import io.alluvium.schemas.VersionOrder;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * Somebody writes all the time, in transactions that overlap and are sometimes rolled back, while
 * the source is killed in the middle of a batch again and again, and reset once. What its events
 * say in the end, in whatever order they are believed, must be what the table says.
 */
final class RandomLifeTest {
  private static final Comparator<VersionOrder> NEWER =
      Comparator.comparingLong(VersionOrder::getEpoch)
          .thenComparingLong(VersionOrder::getUpstream)
          .thenComparingLong(VersionOrder::getObservation);

  @Test
  void tellsTheTruthAfterARandomLife() throws InterruptedException {
    try (var source = new Following()) {
      source.with("batch.events", "16").with("postgres.mapping.public.notes.text", "body");
      source.database.execute(
          "CREATE TABLE notes (id int PRIMARY KEY, body text, n int)",
          "INSERT INTO notes SELECT i, 'row ' || i, 0 FROM generate_series(1, 100) i");
      var stop = new AtomicBoolean();
      var writers = List.of(writer(source, stop, 1), writer(source, stop, 2));
      writers.forEach(Thread::start);
      var events = new ArrayList<RawEvent>();
      for (int kills = 0; kills < 4; kills++) {
        try (var run = source.start("public.notes")) {
          run.until(() -> run.events().size() > 40);
          events.addAll(run.events());
          run.pollUncommitted();
        }
        if (kills == 2) {
          source.offsets.reset();
        }
      }
      stop.set(true);
      for (var writer : writers) {
        writer.join();
      }
      var end = Instant.now();
      try (var run = source.start("public.notes")) {
        run.until(() -> run.claims().stream().anyMatch(claim -> claim.getAsOf().isAfter(end)));
        events.addAll(run.events());
        assertThat(run.claims().get(run.claims().size() - 1).getGuarantees()).contains("deletions");
      }
      assertThat(believed(events)).isEqualTo(truth(source));
    }
  }

  private static Thread writer(Following source, AtomicBoolean stop, long seed) {
    return new Thread(() -> {
      var random = new Random(seed);
      try (var connection = source.database.connect();
          var statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        while (!stop.get()) {
          try {
            for (int i = random.nextInt(5); i >= 0; i--) {
              write(statement, random);
            }
            if (random.nextInt(5) == 0) {
              connection.rollback();
            } else {
              connection.commit();
            }
            Thread.sleep(random.nextInt(20));
          } catch (SQLException deadlock) {
            connection.rollback();
          }
        }
      } catch (SQLException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  private static void write(Statement statement, Random random) throws SQLException {
    int id = 1 + random.nextInt(150);
    switch (random.nextInt(6)) {
      case 0 -> statement.execute("DELETE FROM notes WHERE id = " + id);
      case 1 ->
          // Large enough to be stored apart.
          statement.execute(
              """
              UPDATE notes SET body = (SELECT string_agg(md5((%d + i)::text), '')
                FROM generate_series(1, 100) i) WHERE id = %d
              """
                  .formatted(random.nextInt(1_000), id));
      case 2 ->
          statement.execute(
              "UPDATE notes SET id = %d WHERE id = %d"
                  .formatted(1_000 + random.nextInt(9_000), id));
      case 3, 4 -> statement.execute("UPDATE notes SET n = n + 1 WHERE id = " + id);
      default ->
          statement.execute(
              "INSERT INTO notes VALUES (%d, 'new', 0) ON CONFLICT DO NOTHING".formatted(id));
    }
  }

  private static Map<String, String> believed(List<RawEvent> events) {
    var newest = new HashMap<String, RawEvent>();
    for (var event : events) {
      newest.merge(
          event.getEntityKey(),
          event,
          (one, other) ->
              NEWER.compare(one.getVersionOrder(), other.getVersionOrder()) <= 0 ? other : one);
    }
    var rows = new HashMap<String, String>();
    newest.forEach((key, event) -> {
      if (event.getDeletion().isEmpty()) {
        var id = key.substring(key.lastIndexOf('/') + 1);
        rows.put(id, event.getAttributes().get("row"));
      }
    });
    return rows;
  }

  private static Map<String, String> truth(Following source) {
    var rows = new HashMap<String, String>();
    source
        .database
        .query("SELECT id || ' ' || n || ' ' || body FROM notes")
        .forEach(row -> {
          var parts = row.split(" ", 3);
          rows.put(parts[0], RowJson.of(Map.of("id", parts[0], "n", parts[1], "body", parts[2])));
        });
    return rows;
  }
}

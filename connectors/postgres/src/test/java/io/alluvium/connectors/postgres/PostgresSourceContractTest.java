package io.alluvium.connectors.postgres;

import io.alluvium.connectors.SourceConnectorContract;
import io.alluvium.connectors.Upstream;
import io.alluvium.schemas.EntityKey;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

final class PostgresSourceContractTest extends SourceConnectorContract {
  @Override
  protected Upstream upstream(Path directory) {
    return new Things();
  }

  @Override
  protected SourceConnector connector() {
    return new PostgresSourceConnector();
  }

  @Override
  protected SourceTask task() {
    return new PostgresSourceTask();
  }

  /** Rows of a table. */
  private static final class Things implements Upstream {
    private final TestDatabase database = new TestDatabase();
    private final Deque<Integer> rows = new ArrayDeque<>();
    // The server believes everybody: any password will do.
    private String password = "a-secret-of-the-test";
    private @Nullable Connection waiting;
    private int created;

    Things() {
      database.execute("CREATE TABLE things (id int PRIMARY KEY, body text)");
    }

    @Override
    public Map<String, String> settings() {
      var settings = new HashMap<>(database.settings("public.things"));
      settings.put("postgres.password", password);
      return settings;
    }

    @Override
    public Map<String, String> unreachable() {
      var settings = new HashMap<>(settings());
      settings.put("postgres.port", "1");
      return settings;
    }

    @Override
    public Set<String> listed() {
      return rows.stream().map(this::key).collect(Collectors.toSet());
    }

    @Override
    public String create() {
      int id = created++;
      database.execute("INSERT INTO things VALUES (%d, 'text of %d')".formatted(id, id));
      rows.add(id);
      return key(id);
    }

    @Override
    public String change() {
      int id = rows.getFirst();
      database.execute(
          "UPDATE things SET body = 'changed %d' WHERE id = %d".formatted(created++, id));
      return key(id);
    }

    @Override
    public String delete() {
      int id = rows.removeLast();
      database.execute("DELETE FROM things WHERE id = " + id);
      return key(id);
    }

    @Override
    public boolean statesDeletions() {
      return true;
    }

    private String key(int id) {
      return EntityKey.row(
              "server", database.name(), "public", "things", List.of(Integer.toString(id)))
          .value();
    }

    @Override
    public List<Fault> faults() {
      return List.of(new Fault("connections are cut", this::cut));
    }

    @Override
    public void failHalfWay() {
      cut();
    }

    // As soon as there are some.
    private void cut() {
      CompletableFuture.runAsync(() -> {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
        while (!database.cutConnections() && System.nanoTime() - end < 0) {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
      });
    }

    /** A transaction stays open: the log cannot be read consistently before it ends. */
    @Override
    public void hang() {
      waiting = database.connect();
      try (var statement = waiting.createStatement()) {
        waiting.setAutoCommit(false);
        statement.execute("INSERT INTO things VALUES (-1, 'of a long transaction')");
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public Map<String, String> rotate() {
      password = "another-secret-of-the-test";
      return settings();
    }

    @Override
    public void close() {
      if (waiting != null) {
        try {
          waiting.close();
        } catch (SQLException e) {
          throw new IllegalStateException(e);
        }
      }
      database.close();
    }
  }
}

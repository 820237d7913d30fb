package io.alluvium.connectors.postgres;

import io.alluvium.connectors.SourceConnectorContract;
import io.alluvium.schemas.EntityKey;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceTask;

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
    private int created;

    Things() {
      database.execute("CREATE TABLE things (id int PRIMARY KEY, body text)");
    }

    @Override
    public Map<String, String> settings() {
      return database.settings("public.things");
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
    public void close() {
      database.close();
    }
  }
}

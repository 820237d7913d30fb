package io.alluvium.sinks.iceberg;

import static io.alluvium.sinks.TestEvent.version;
import static io.alluvium.sinks.iceberg.TestTables.offsets;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DuckDB, which shares no code with us, reads what lies in the warehouse. */
final class ForeignReaderTest {
  @TempDir Path directory;

  @Test
  void duckDbReadsTheTablesAsDocumented() throws SQLException {
    try (var tier = TestTables.tier(directory)) {
      var shard = tier.open(0);
      for (int i = 0; i < 10; i++) {
        shard.apply(version("file:a", i, "text " + i).bare());
        shard.apply(version("file:a", i, "text " + i).enriched(1));
        shard.apply(version("file:a", i, "text " + i).enriched(2));
      }
      shard.commit(offsets(0, 10, 20));
    }
    assertThat(
            rows(
                "select text, language from "
                    + files(ColdTable.EVENTS)
                    + " e join (select * from "
                    + files(ColdTable.ENRICHMENTS)
                    + " qualify row_number() over (partition by content_hash, revision"
                    + " order by enrichment_version desc) = 1) n using (content_hash, revision)"
                    + " where e.current order by revision desc limit 2"))
        .containsExactly("text 9 v2", "text 8 v2");
    assertThat(
            rows(
                "select typeof(ingested_at), typeof(attributes) from "
                    + files(ColdTable.EVENTS)
                    + " limit 1"))
        .containsExactly("TIMESTAMP WITH TIME ZONE MAP(VARCHAR, VARCHAR)");
  }

  private String files(ColdTable table) {
    var tasks = TestTables.table(directory, table).newScan().planFiles();
    return StreamSupport.stream(tasks.spliterator(), false)
        .map(task -> "'" + task.file().location() + "'")
        .collect(Collectors.joining(", ", "read_parquet([", "])"));
  }

  private static List<String> rows(String query) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement();
        var answer = statement.executeQuery(query)) {
      var rows = new ArrayList<String>();
      while (answer.next()) {
        rows.add(answer.getString(1) + " " + answer.getString(2));
      }
      return rows;
    }
  }
}

package io.alluvium.sinks.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** DuckDB, which shares no code with us, reads what lies in the warehouse. */
final class ForeignReaderTest {
  private static final Pattern SCAN =
      Pattern.compile("iceberg_scan\\('…/warehouse/alluvium/(\\w+)'\\)");

  @TempDir Path directory;

  @BeforeEach
  void publishes() {
    try (var tier = TestTables.tier(directory)) {
      Published.into(tier);
    }
  }

  @ParameterizedTest
  @EnumSource
  void duckDbReadsWhatWasPublished(ColdTable table) throws SQLException {
    var expression =
        Published.expression(table).replace(Published.MICROS, "epoch_us").replace("FIRST", "1");
    assertThat(rows("SELECT " + expression + " FROM " + files(table)))
        .containsExactlyInAnyOrderElementsOf(Published.rows(table));
  }

  @Test
  void duckDbRunsWhatTheDocumentationSays() throws Exception {
    var statements = Documented.statements("DuckDB");
    assertThat(statements).hasSize(1);
    var query =
        SCAN.matcher(statements.getFirst())
            .replaceAll(table -> files(ColdTable.valueOf(table.group(1).toUpperCase(Locale.ROOT))));
    assertThat(rows(query)).containsExactly("file:a|title of file:a|Gist 2|[river, layer]");
  }

  @Test
  void theDocumentedTablesAreThoseThereAre() throws IOException {
    assertThat(Files.readString(Documented.TABLES)).isEqualTo(TableText.all());
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
        var row = new ArrayList<String>();
        for (int column = 1; column <= answer.getMetaData().getColumnCount(); column++) {
          row.add(answer.getString(column));
        }
        rows.add(String.join("|", row));
      }
      return rows;
    }
  }
}

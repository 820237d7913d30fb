package io.alluvium.sinks.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.types.Types.NestedField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a view answers is seen in {@link SparkIT}. */
final class ColdViewTest {
  private static final TableIdentifier NEWEST =
      TableIdentifier.of("alluvium", "newest_enrichments");

  @TempDir Path directory;

  @Test
  void viewsLieBesideTheirTables() throws IOException {
    publish();
    try (var catalog = catalog()) {
      assertThat(catalog.listViews(Namespace.of("alluvium")))
          .containsExactlyInAnyOrder(
              NEWEST, TableIdentifier.of("alluvium", ColdView.CURRENT_EVENTS.view()));
      var view = catalog.loadView(NEWEST);
      assertThat(view.schema().columns())
          .extracting(NestedField::name)
          .containsExactlyElementsOf(
              ColdTable.ENRICHMENTS.schema().columns().stream().map(NestedField::name).toList());
      assertThat(view.sqlFor("trino").sql()).isEqualTo(view.sqlFor("spark").sql());
    }
  }

  @Test
  void aNewColumnIsInTheViewToo() throws IOException {
    publish();
    try (var catalog = catalog()) {
      var columns = catalog.loadTable(TableIdentifier.of("alluvium", "enrichments")).schema();
      var table = TableIdentifier.of("alluvium", "enrichments");
      ColdView.NEWEST_ENRICHMENTS.ensure(catalog, table, columns.select("content_hash"));
      assertThat(catalog.loadView(NEWEST).schema().columns()).hasSize(1);
    }
    publish();
    try (var catalog = catalog()) {
      assertThat(catalog.loadView(NEWEST).schema().columns()).hasSizeGreaterThan(1);
    }
  }

  /** Each process looks once whether its views are there. */
  private void publish() {
    try (var tables = new ColdTables(TestTables.config(directory), TestTables.TOPICS)) {
      tables.all().forEach(TableStore::require);
    }
  }

  private JdbcCatalog catalog() {
    return (JdbcCatalog)
        CatalogUtil.loadCatalog(
            JdbcCatalog.class.getName(),
            "alluvium",
            TestTables.config(directory).properties(),
            null);
  }
}

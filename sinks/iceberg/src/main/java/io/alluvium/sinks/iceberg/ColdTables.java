package io.alluvium.sinks.iceberg;

import io.alluvium.schemas.Topics;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.rest.RESTCatalog;
import org.jspecify.annotations.Nullable;

/** The catalog and the tables in it, opened at the first use. Thread-safe. */
final class ColdTables implements AutoCloseable {
  private static final String CATALOG = "alluvium";
  private static final String SQLITE = "jdbc:sqlite:";

  private final ColdConfig config;
  private final Topics topics;
  private final RowFinder finder = new RowFinder();
  private final TableScanner scanner = new TableScanner();
  private @Nullable Catalog catalog;
  private List<TableStore> stores = List.of();

  ColdTables(ColdConfig config, Topics topics) {
    this.config = config;
    this.topics = topics;
  }

  /** All tables, those that do not exist yet included. */
  synchronized List<TableStore> all() {
    if (catalog == null) {
      var opened = Storage.guarded("open its catalog " + config.catalog(), this::open);
      catalog = opened;
      var namespace = Namespace.of(config.namespace().split("\\.", -1));
      stores =
          Arrays.stream(ColdTable.values())
              .map(table ->
                  new TableStore(
                      opened, TableIdentifier.of(namespace, table.table()), table, topics))
              .toList();
    }
    return stores;
  }

  /** One table. */
  TableStore of(ColdTable table) {
    return all().stream().filter(store -> store.layout() == table).findFirst().orElseThrow();
  }

  /** Drops every table, with its files. */
  synchronized void drop() {
    for (var store : all()) {
      store.drop();
    }
  }

  /** What finds single rows in the tables. */
  RowFinder finder() {
    return finder;
  }

  /** What reads through the tables. */
  TableScanner scanner() {
    return scanner;
  }

  private Catalog open() throws IOException {
    if (config.catalog().startsWith(SQLITE)) {
      var file = Path.of(config.catalog().substring(SQLITE.length())).toAbsolutePath();
      Files.createDirectories(file.getParent());
    }
    var type = config.catalog().startsWith("http") ? RESTCatalog.class : JdbcCatalog.class;
    return CatalogUtil.loadCatalog(type.getName(), CATALOG, config.properties(), null);
  }

  @Override
  public synchronized void close() {
    finder.close();
    scanner.close();
    if (catalog instanceof Closeable open) {
      try {
        open.close();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
    catalog = null;
    stores = List.of();
  }
}

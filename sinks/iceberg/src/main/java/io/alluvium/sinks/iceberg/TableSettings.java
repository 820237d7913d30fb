package io.alluvium.sinks.iceberg;

import io.alluvium.sinks.TierException;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;

/** How tables are made. */
final class TableSettings {
  private static final String FORMAT = "alluvium.format";
  private static final int FORMAT_KNOWN = 2;

  /** Large enough to compress well, small enough to be read for a single row. */
  private static final int ROW_GROUP_BYTES = 2 << 20;

  /** Some 20 bits for each row of a group: of a thousand groups one is read in vain. */
  private static final int BLOOM_FILTER_BYTES = 8 << 10;

  private TableSettings() {}

  /** Creates a table, or finds that another was faster. */
  static Table create(Catalog catalog, TableIdentifier name, ColdTable layout) {
    if (catalog instanceof SupportsNamespaces namespaces) {
      try {
        if (!namespaces.namespaceExists(name.namespace())) {
          namespaces.createNamespace(name.namespace());
        }
      } catch (AlreadyExistsException faster) {
        // Another process was faster.
      }
    }
    try {
      return catalog
          .buildTable(name, layout.schema())
          .withPartitionSpec(layout.spec())
          .withProperties(properties(layout))
          .create();
    } catch (AlreadyExistsException faster) {
      return catalog.loadTable(name);
    }
  }

  /** Adds the columns that came after a table was made; an older program then refuses it. */
  static Table upToDate(Table table, ColdTable layout) {
    var missing =
        layout.schema().columns().stream()
            .filter(column -> table.schema().findField(column.name()) == null)
            .toList();
    if (!missing.isEmpty()) {
      var change = table.newTransaction();
      var columns = change.updateSchema();
      missing.forEach(column -> columns.addColumn(column.name(), column.type(), column.doc()));
      columns.commit();
      change.updateProperties().set(FORMAT, Integer.toString(FORMAT_KNOWN)).commit();
      change.commitTransaction();
    }
    return table;
  }

  /**
   * Refuses what a later version of this program wrote.
   *
   * @throws TierException naming the remedy
   */
  static void requireReadable(Table table) {
    var format = table.properties().get(FORMAT);
    if (format == null || Integer.parseInt(format) > FORMAT_KNOWN) {
      throw new TierException(
          "Table "
              + table.name()
              + " has format "
              + format
              + "; this program knows "
              + FORMAT_KNOWN
              + ". Use the newer program that wrote it, or another topic.prefix");
    }
  }

  private static Map<String, String> properties(ColdTable layout) {
    var properties = new HashMap<String, String>();
    properties.put(FORMAT, Integer.toString(FORMAT_KNOWN));
    properties.put("format-version", "2");
    properties.put("write.parquet.compression-codec", "zstd");
    properties.put("write.parquet.compression-level", "3");
    properties.put("write.parquet.row-group-size-bytes", Integer.toString(ROW_GROUP_BYTES));
    properties.put("write.parquet.bloom-filter-max-bytes", Integer.toString(BLOOM_FILTER_BYTES));
    for (var column : layout.lookup()) {
      properties.put("write.parquet.bloom-filter-enabled.column." + column, "true");
    }
    if (layout == ColdTable.EVENTS) {
      // Bounds of long texts say nothing and fill the manifests.
      properties.put("write.metadata.metrics.column.text", "counts");
      properties.put("write.metadata.metrics.column.payload", "counts");
    }
    // A commit that failed is looked at before anything is tried again.
    properties.put("commit.retry.num-retries", "0");
    properties.put("write.metadata.compression-codec", "gzip");
    properties.put("write.metadata.delete-after-commit.enabled", "true");
    properties.put("write.metadata.previous-versions-max", "20");
    return properties;
  }
}

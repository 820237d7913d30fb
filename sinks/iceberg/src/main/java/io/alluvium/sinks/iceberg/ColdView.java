package io.alluvium.sinks.iceberg;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.catalog.ViewCatalog;
import org.apache.iceberg.types.Types.NestedField;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Views beside the tables that show of rows about the same thing the one that counts, for other
 * engines: we answer from the tables.
 */
enum ColdView {
  /** What every entity says now; those that were deleted are not there. */
  CURRENT_EVENTS(
      "current_events",
      ColdTable.EVENTS,
      """
      SELECT %1$s FROM (
        SELECT *, row_number() OVER (PARTITION BY entity_key ORDER BY revision DESC) AS place
        FROM events WHERE current
      ) WHERE place = 1 AND NOT deleted\
      """),
  /** What was last derived from every version. */
  NEWEST_ENRICHMENTS(
      "newest_enrichments",
      ColdTable.ENRICHMENTS,
      """
      SELECT %1$s FROM (
        SELECT *, row_number() OVER (
          PARTITION BY content_hash, revision ORDER BY enrichment_version DESC) AS place
        FROM enrichments
      ) WHERE place = 1\
      """);

  private static final Logger LOG = LoggerFactory.getLogger(ColdView.class);

  /** Engines whose SQL this is. */
  private static final List<String> DIALECTS = List.of("spark", "trino");

  private final String view;
  private final ColdTable of;
  private final String query;

  ColdView(String view, ColdTable of, String query) {
    this.view = view;
    this.of = of;
    this.query = query;
  }

  /** Its name. */
  String view() {
    return view;
  }

  /** The view of a table, if it has one. */
  static Optional<ColdView> of(ColdTable table) {
    return Arrays.stream(values()).filter(each -> each.of == table).findFirst();
  }

  /**
   * Makes it, or makes it anew when the table has got a column. A catalog without views goes
   * without: nothing of ours depends on it.
   */
  void ensure(Catalog catalog, TableIdentifier table, Schema columns) {
    if (!(catalog instanceof ViewCatalog views)) {
      return;
    }
    var name = TableIdentifier.of(table.namespace(), view);
    try {
      if (views.viewExists(name) && names(views.loadView(name).schema()).equals(names(columns))) {
        return;
      }
      var builder =
          views.buildView(name).withSchema(columns).withDefaultNamespace(table.namespace());
      for (var dialect : DIALECTS) {
        builder = builder.withQuery(dialect, query.formatted(names(columns)));
      }
      builder.createOrReplace();
    } catch (RuntimeException without) {
      LOG.info("There is no view {}: {}", name, without.getMessage());
    }
  }

  private static String names(Schema columns) {
    return columns.columns().stream().map(NestedField::name).collect(Collectors.joining(", "));
  }
}

package io.alluvium.sinks.iceberg;

import static org.apache.iceberg.expressions.Expressions.alwaysTrue;
import static org.apache.iceberg.expressions.Expressions.and;
import static org.apache.iceberg.expressions.Expressions.greaterThanOrEqual;
import static org.apache.iceberg.expressions.Expressions.in;
import static org.apache.iceberg.expressions.Expressions.lessThan;

import io.alluvium.schemas.Enrichment;
import io.alluvium.schemas.Event;
import io.alluvium.sinks.TierRecord;
import io.alluvium.sinks.TierTopic;
import io.alluvium.sinks.VersionId;
import io.alluvium.sinks.archive.ArchiveScan;
import io.alluvium.sinks.archive.EventArchive;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;

/** Answers from the tables. */
final class ColdArchive implements EventArchive {
  private static final String HASH = "content_hash";
  private static final String ENTITY = "entity_key";

  private final ColdRows rows;

  ColdArchive(ColdRows rows) {
    this.rows = rows;
  }

  @Override
  public Map<VersionId, TierRecord.Version> find(Collection<VersionId> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    var wanted = Set.copyOf(ids);
    var hashes = wanted.stream().map(VersionId::contentHash).collect(Collectors.toSet());
    var found = versions(new RowLookup(ColdTable.EVENTS, HASH, hashes), wanted::contains);
    return Map.copyOf(found);
  }

  @Override
  public List<TierRecord.Version> versions(String entityKey) {
    var lookup = new RowLookup(ColdTable.EVENTS, ENTITY, Set.of(entityKey));
    return versions(lookup, any -> true).values().stream()
        .sorted(Comparator.comparingLong(version -> version.event().getRevision()))
        .toList();
  }

  private Map<VersionId, TierRecord.Version> versions(
      RowLookup lookup, Predicate<VersionId> wanted) {
    var events = new LinkedHashMap<VersionId, Event>();
    for (var row : rows.newest(lookup)) {
      if (wanted.test(id(row))) {
        events.put(id(row), EventRows.event(row));
      }
    }
    var enrichments = enrichments(events);
    var versions = new LinkedHashMap<VersionId, TierRecord.Version>();
    events.forEach(
        (id, event) -> versions.put(id, new TierRecord.Version(event, enrichments.get(id))));
    return versions;
  }

  /** They came when their events did, which leaves few places to look. */
  private Map<VersionId, Enrichment> enrichments(Map<VersionId, Event> events) {
    var enrichments = new HashMap<VersionId, Enrichment>();
    if (!events.isEmpty()) {
      var hashes = events.keySet().stream().map(VersionId::contentHash).collect(Collectors.toSet());
      var times = events.values().stream().map(Event::getIngestedAt).toList();
      rows.newest(RowLookup.at(ColdTable.ENRICHMENTS, HASH, hashes, times))
          .forEach(row -> enrichments.put(id(row), EnrichmentRows.enrichment(row)));
    }
    return enrichments;
  }

  static VersionId id(Record row) {
    return new VersionId(Values.text(row, HASH), Values.required(row, "revision", Long.class));
  }

  @Override
  public void scan(ArchiveScan scan, Consumer<Event> each) {
    var seen = new HashSet<VersionId>();
    rows.each(
        ColdTable.EVENTS,
        filter(scan),
        columns(scan),
        row -> {
          if (seen.add(id(row))) {
            each.accept(EventRows.event(row));
          }
        });
  }

  private static Expression filter(ArchiveScan scan) {
    return and(
        greaterThanOrEqual("ingested_at", scan.from().toString().replace("Z", "+00:00")),
        and(
            lessThan("ingested_at", scan.to().toString().replace("Z", "+00:00")),
            and(
                any("kind", scan.kinds()),
                and(any("source", scan.sources()), any("scope", scan.scopes())))));
  }

  private static Expression any(String column, Set<String> values) {
    return values.isEmpty() ? alwaysTrue() : in(column, values.toArray());
  }

  private static Schema columns(ArchiveScan scan) {
    var all = ColdTable.EVENTS.schema();
    return scan.payload()
        ? all
        : all.select(
            all.columns().stream()
                .map(column -> column.name())
                .filter(name -> !name.equals("payload"))
                .collect(Collectors.toSet()));
  }

  @Override
  public List<TierRecord.Fact> facts(TierTopic topic, String about) {
    var table = ColdTable.of(topic);
    return rows.newest(new RowLookup(table, table.identity().getFirst(), Set.of(about))).stream()
        .map(row -> FactTables.fact(topic, row))
        .filter(fact -> fact.value() != null)
        .toList();
  }
}

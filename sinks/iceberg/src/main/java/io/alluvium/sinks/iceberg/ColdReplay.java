package io.alluvium.sinks.iceberg;

import static org.apache.iceberg.expressions.Expressions.and;
import static org.apache.iceberg.expressions.Expressions.equal;
import static org.apache.iceberg.expressions.Expressions.greaterThanOrEqual;
import static org.apache.iceberg.expressions.Expressions.in;

import io.alluvium.schemas.Enrichment;
import io.alluvium.schemas.Event;
import io.alluvium.sinks.TierRecord;
import io.alluvium.sinks.VersionId;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.apache.iceberg.expressions.Expression;

/** Gives what the tables have committed of one shard, for another tier to be made from. */
public final class ColdReplay {
  private static final String SHARD = "shard";
  private static final String HASH = "content_hash";

  private final ColdRows rows;
  private final int partition;

  ColdReplay(ColdRows rows, int partition) {
    this.rows = rows;
    this.partition = partition;
  }

  /**
   * Gives every version of a slice, without payload, each once and with its newest enrichment if it
   * has one, in no order.
   *
   * @throws io.alluvium.sinks.TierException if storage does not answer
   */
  public void day(LocalDate day, Consumer<TierRecord.Version> each) {
    each(and(equal(SHARD, partition), ColdSlices.within(day)), each);
  }

  /**
   * Some versions of a slice, as {@link #day} gives them.
   *
   * @throws io.alluvium.sinks.TierException if storage does not answer
   */
  public Map<VersionId, TierRecord.Version> find(LocalDate day, Collection<VersionId> ids) {
    var found = new HashMap<VersionId, TierRecord.Version>();
    if (!ids.isEmpty()) {
      var hashes = ids.stream().map(VersionId::contentHash).distinct().toArray();
      var of = and(equal(SHARD, partition), ColdSlices.within(day), in(HASH, hashes));
      each(of, version -> found.put(id(version.event()), version));
      found.keySet().retainAll(Set.copyOf(ids));
    }
    return found;
  }

  private static VersionId id(Event event) {
    return new VersionId(event.getContentHash(), event.getRevision());
  }

  private void each(Expression of, Consumer<TierRecord.Version> each) {
    var enrichments = new HashMap<VersionId, Enrichment>();
    rows.committed(
        ColdTable.ENRICHMENTS,
        of,
        ColdTable.ENRICHMENTS.schema(),
        row -> enrichments.merge(ColdArchive.id(row), EnrichmentRows.enrichment(row), this::newer));
    var seen = new HashSet<VersionId>();
    rows.committed(
        ColdTable.EVENTS,
        of,
        withoutPayload(),
        row -> {
          var id = ColdArchive.id(row);
          if (seen.add(id)) {
            each.accept(new TierRecord.Version(EventRows.event(row), enrichments.get(id)));
          }
        });
  }

  private Enrichment newer(Enrichment one, Enrichment other) {
    return other.getEnrichmentVersion() > one.getEnrichmentVersion() ? other : one;
  }

  private static Schema withoutPayload() {
    var all = ColdTable.EVENTS.schema();
    return all.select(
        all.columns().stream()
            .map(column -> column.name())
            .filter(name -> !name.equals("payload"))
            .collect(Collectors.toSet()));
  }

  /**
   * What came to some entities on a day or later.
   *
   * @param current of each entity the highest revision that was current
   * @param newest of each content the highest revision
   */
  public record Since(Map<String, Long> current, Map<String, Long> newest) {}

  /**
   * What came to some entities on a day or later.
   *
   * @throws io.alluvium.sinks.TierException if storage does not answer
   */
  public Since since(LocalDate from, Set<String> entityKeys) {
    var current = new HashMap<String, Long>();
    var newest = new HashMap<String, Long>();
    rows.committed(
        ColdTable.EVENTS,
        and(equal(SHARD, partition), greaterThanOrEqual("ingested_at", from + "T00:00:00+00:00")),
        ColdTable.EVENTS
            .schema()
            .select(HASH, "entity_key", "revision", "current", "ingested_at", SHARD),
        row -> {
          var key = Values.text(row, "entity_key");
          if (entityKeys.contains(key)) {
            long revision = Values.required(row, "revision", Long.class);
            newest.merge(Values.text(row, HASH), revision, Math::max);
            if (Values.required(row, "current", Boolean.class)) {
              current.merge(key, revision, Math::max);
            }
          }
        });
    return new Since(current, newest);
  }
}

package io.alluvium.sinks.iceberg;

import static org.apache.iceberg.expressions.Expressions.and;
import static org.apache.iceberg.expressions.Expressions.equal;
import static org.apache.iceberg.expressions.Expressions.greaterThanOrEqual;

import io.alluvium.schemas.Enrichment;
import io.alluvium.sinks.TierRecord;
import io.alluvium.sinks.VersionId;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;

/** Gives what the tables have committed of one shard, for another tier to be made from. */
public final class ColdReplay {
  private static final String SHARD = "shard";

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
    var enrichments = new HashMap<VersionId, Enrichment>();
    rows.committed(
        ColdTable.ENRICHMENTS,
        and(equal(SHARD, partition), ColdSlices.within(day)),
        ColdTable.ENRICHMENTS.schema(),
        row -> enrichments.merge(ColdArchive.id(row), EnrichmentRows.enrichment(row), this::newer));
    var seen = new HashSet<VersionId>();
    rows.committed(
        ColdTable.EVENTS,
        and(equal(SHARD, partition), ColdSlices.within(day)),
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
   * Of some entities, the highest revision that was current, of those that came on a day or later.
   *
   * @throws io.alluvium.sinks.TierException if storage does not answer
   */
  public Map<String, Long> current(LocalDate from, Set<String> entityKeys) {
    var current = new HashMap<String, Long>();
    rows.committed(
        ColdTable.EVENTS,
        and(
            and(equal(SHARD, partition), equal("current", true)),
            greaterThanOrEqual("ingested_at", from + "T00:00:00+00:00")),
        ColdTable.EVENTS.schema().select("entity_key", "revision", "current", "ingested_at", SHARD),
        row -> note(row, entityKeys, current));
    return current;
  }

  private static void note(Record row, Set<String> entityKeys, Map<String, Long> current) {
    var key = Values.text(row, "entity_key");
    if (entityKeys.contains(key)) {
      current.merge(key, Values.required(row, "revision", Long.class), Math::max);
    }
  }
}

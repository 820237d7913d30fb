package io.alluvium.sinks.iceberg;

import static org.apache.iceberg.expressions.Expressions.and;
import static org.apache.iceberg.expressions.Expressions.equal;
import static org.apache.iceberg.expressions.Expressions.greaterThanOrEqual;
import static org.apache.iceberg.expressions.Expressions.lessThan;

import io.alluvium.sinks.SliceDigest;
import io.alluvium.sinks.Slices;
import io.alluvium.sinks.VersionId;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/** What one shard has in table {@code events}, by day: read from the committed files alone. */
final class ColdSlices implements Slices {
  private static final String INGESTED = "ingested_at";
  private static final String SHARD = "shard";

  private static final Held ONE = new Held(1, 0);

  private final ColdRows rows;
  private final int partition;

  ColdSlices(ColdRows rows, int partition) {
    this.rows = rows;
    this.partition = partition;
  }

  @Override
  public Standing standing() {
    return new Standing(rows.offsets(partition), LocalDate.EPOCH);
  }

  @Override
  public SortedMap<LocalDate, Held> days() {
    var days = new TreeMap<LocalDate, Held>();
    var seen = new HashSet<VersionId>();
    rows.committed(
        ColdTable.EVENTS,
        equal(SHARD, partition),
        ColdTable.EVENTS.schema().select("content_hash", "revision", INGESTED, SHARD),
        row -> {
          if (seen.add(ColdArchive.id(row))) {
            var day = Values.required(row, INGESTED, OffsetDateTime.class).toLocalDate();
            days.merge(day, ONE, (one, more) -> new Held(one.versions() + more.versions(), 0));
          }
        });
    return days;
  }

  @Override
  public SliceDigest digest(LocalDate day) {
    var sum = new SliceDigest.Sum();
    versions(day).forEach(sum::add);
    return sum.digest();
  }

  @Override
  public SortedSet<VersionId> versions(LocalDate day) {
    var versions = new TreeSet<VersionId>();
    rows.committed(
        ColdTable.EVENTS,
        and(equal(SHARD, partition), within(day)),
        ColdTable.EVENTS.schema().select("content_hash", "revision", INGESTED, SHARD),
        row -> versions.add(ColdArchive.id(row)));
    return versions;
  }

  /** Rows of a day. */
  static Expression within(LocalDate day) {
    return Expressions.and(
        greaterThanOrEqual(INGESTED, day + "T00:00:00+00:00"),
        lessThan(INGESTED, day.plusDays(1) + "T00:00:00+00:00"));
  }
}

package io.alluvium.sinks.iceberg;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.jspecify.annotations.Nullable;

/**
 * Which single rows are looked for.
 *
 * @param table where
 * @param column a column that files keep a Bloom filter of
 * @param values what it says, any of them
 * @param times when the rows came, in microseconds, to the point; null if that is not known
 */
record RowLookup(
    ColdTable table, String column, Set<String> values, @Nullable TreeSet<Long> times) {
  private static final long DAY_MICROS = ChronoUnit.DAYS.getDuration().toMillis() * 1_000;

  /** Rows of which only the column is known. */
  RowLookup(ColdTable table, String column, Set<String> values) {
    this(table, column, values, null);
  }

  /** Rows that came at these times. */
  static RowLookup at(
      ColdTable table, String column, Set<String> values, Collection<Instant> times) {
    var micros =
        times.stream()
            .map(time -> ChronoUnit.MICROS.between(Instant.EPOCH, time))
            .collect(Collectors.toCollection(TreeSet::new));
    return new RowLookup(table, column, values, micros);
  }

  /** The same, of some values only. */
  RowLookup of(Set<String> some) {
    return new RowLookup(table, column, Set.copyOf(some), times);
  }

  Expression expression() {
    return Expressions.in(column, values.toArray());
  }

  /** Whether such rows can be in a stretch of time, both ends included. */
  boolean mayLieBetween(long from, long to) {
    var first = times == null ? null : times.ceiling(from);
    return times == null || (first != null && first <= to);
  }

  /** Whether such rows can be in the partition of a day. */
  boolean mayLieOn(int day) {
    var from = LocalDate.ofEpochDay(day).atStartOfDay(ZoneOffset.UTC).toInstant();
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, from);
    return mayLieBetween(micros, micros + DAY_MICROS - 1);
  }
}

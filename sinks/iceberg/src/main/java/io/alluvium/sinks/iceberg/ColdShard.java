package io.alluvium.sinks.iceberg;

import io.alluvium.sinks.Shard;
import io.alluvium.sinks.TierOffsets;
import io.alluvium.sinks.TierRecord;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.data.Record;
import org.apache.kafka.common.TopicPartition;

/** One partition of the cold tier: its rows until they are committed, and where each topic is. */
final class ColdShard implements Shard {
  /** What a row takes in memory beside its text and payload. */
  private static final long ROW_BYTES = 1_500;

  private final ColdTier tier;
  private final int partition;
  private final Map<ColdTable, RowBuffer> rows = new EnumMap<>(ColdTable.class);
  private final Map<ColdTable, Long> offsets = new EnumMap<>(ColdTable.class);
  private long bytes;

  /**
   * @param offsets next offset of each table's topic; of those that nothing was committed to, 0
   */
  ColdShard(ColdTier tier, int partition, Map<ColdTable, Long> offsets) {
    this.tier = tier;
    this.partition = partition;
    this.offsets.putAll(offsets);
    for (var table : ColdTable.values()) {
      rows.put(table, new RowBuffer());
    }
  }

  @Override
  public int partition() {
    return partition;
  }

  @Override
  public TierOffsets offsets() {
    var next = new HashMap<TopicPartition, Long>();
    offsets.forEach(
        (table, offset) -> next.put(new TopicPartition(tier.topic(table), partition), offset));
    return new TierOffsets(next);
  }

  @Override
  public void apply(TierRecord record) {
    var table = ColdTable.of(record);
    buffer(table).add(table.row(partition, record));
    bytes += weight(record);
  }

  private static long weight(TierRecord record) {
    if (record instanceof TierRecord.Version version) {
      long text = version.event().getText().map(String::length).orElse(0);
      long payload = version.event().getPayload().map(bytes -> bytes.remaining()).orElse(0);
      return ROW_BYTES + text + payload;
    }
    return ROW_BYTES;
  }

  @Override
  public void refresh() {
    rows.values().forEach(RowBuffer::show);
  }

  @Override
  public void commit(TierOffsets next) {
    tier.commit(Map.of(this, next));
  }

  @Override
  public void close() {
    tier.closed(this);
  }

  /** Estimated bytes of what is not committed. */
  long bytes() {
    return bytes;
  }

  /** Rows of a table that are not committed. */
  List<Record> uncommitted(ColdTable table) {
    return buffer(table).all();
  }

  /** Rows of a table that are not committed, as of the last refresh. Any thread. */
  List<Record> shown(ColdTable table) {
    return buffer(table).shown();
  }

  /** Where a table's topic is. */
  long offset(ColdTable table) {
    return offsets.getOrDefault(table, 0L);
  }

  /** What was applied to a table is committed. */
  void committed(ColdTable table, long next) {
    buffer(table).clear();
    offsets.put(table, next);
    if (rows.values().stream().allMatch(RowBuffer::isEmpty)) {
      bytes = 0;
    }
  }

  private RowBuffer buffer(ColdTable table) {
    return Objects.requireNonNull(rows.get(table));
  }
}

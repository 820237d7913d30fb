package io.alluvium.sinks.iceberg;

import io.alluvium.schemas.Topics;
import io.alluvium.sinks.Shard;
import io.alluvium.sinks.Slices;
import io.alluvium.sinks.Tier;
import io.alluvium.sinks.TierException;
import io.alluvium.sinks.TierOffsets;
import io.alluvium.sinks.TierTopic;
import io.alluvium.sinks.archive.EventArchive;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.data.Record;
import org.apache.kafka.common.TopicPartition;

/**
 * Everything, for ever: whole events with their payload, what was derived from them, sightings,
 * links, near-duplicates and summaries, as rows of Iceberg tables.
 *
 * <p>Rows are only added. Each table is fed by one topic and committed by itself, for all shards in
 * one snapshot, which also holds the offsets of that topic; so one reader of the group must have
 * all partitions. What a table holds of an entity's state is in its rows: the highest revision
 * among those that are {@code current}, and whether that one is {@code deleted}.
 *
 * <p>Nothing is opened before the first shard or question: a node starts without the catalog.
 */
public final class ColdTier implements Tier {
  private static final String NAME = "cold";

  /** Estimated bytes of rows that wait for a commit; then one is due. */
  private static final long FULL_BYTES = 64L << 20;

  private final Topics topics;
  private final ColdTables tables;
  private final RowFiles files;
  private final ConcurrentMap<Integer, ColdShard> shards = new ConcurrentSkipListMap<>();

  /**
   * A tier that keeps its tables as configured.
   *
   * @param topics names of the topics, as they stand in the snapshots
   */
  public ColdTier(ColdConfig config, Topics topics) {
    this.topics = topics;
    this.tables = new ColdTables(config, topics);
    this.files = new RowFiles(config.staging());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<TierTopic> reads() {
    return EnumSet.allOf(TierTopic.class);
  }

  @Override
  public boolean hasSoleReader() {
    return true;
  }

  @Override
  public boolean isFull() {
    return shards.values().stream().mapToLong(ColdShard::bytes).sum() >= FULL_BYTES;
  }

  @Override
  public Shard open(int partition) {
    return shards.computeIfAbsent(partition, this::shard);
  }

  private ColdShard shard(int partition) {
    var offsets = new EnumMap<ColdTable, Long>(ColdTable.class);
    boolean empty = true;
    for (var store : tables.all()) {
      var stored = store.offsets();
      empty &= !stored.next().containsKey(partition);
      offsets.put(store.layout(), stored.of(partition));
    }
    // Of a partition that some table has, an offset that is nowhere is 0: its table has no rows.
    return new ColdShard(this, partition, empty ? Map.of() : offsets);
  }

  @Override
  public void commit(Map<Shard, TierOffsets> offsets) {
    for (var store : tables.all()) {
      commit(store, offsets);
    }
  }

  private void commit(TableStore store, Map<Shard, TierOffsets> offsets) {
    var from = new HashMap<Integer, Long>();
    var next = new HashMap<Integer, Long>();
    var rows = new ArrayList<Record>();
    for (var each : offsets.entrySet()) {
      var shard = mine(each.getKey());
      var table = store.layout();
      from.put(shard.partition(), shard.offset(table));
      next.put(shard.partition(), next(each.getValue(), store.topic(), shard.partition()));
      rows.addAll(shard.uncommitted(table));
    }
    if (!rows.isEmpty() || !from.equals(next)) {
      append(store, rows, from, next);
    }
    offsets
        .keySet()
        .forEach(shard ->
            mine(shard)
                .committed(store.layout(), Objects.requireNonNull(next.get(shard.partition()))));
  }

  private void append(
      TableStore store, List<Record> rows, Map<Integer, Long> from, Map<Integer, Long> next) {
    List<DataFile> written =
        rows.isEmpty()
            ? List.of()
            : Storage.guarded(
                "write rows of " + store.layout().table(),
                () -> files.write(store.require(), store.layout(), rows));
    store.append(written, from, next);
  }

  private static long next(TierOffsets offsets, String topic, int partition) {
    var part = new TopicPartition(topic, partition);
    return offsets
        .of(part)
        .orElseThrow(
            () -> new TierException("A commit does not say how far " + part + " was read"));
  }

  private static ColdShard mine(Shard shard) {
    return (ColdShard) shard;
  }

  /** What reads the tables, with what waits for a commit. */
  public EventArchive archive() {
    return new ColdArchive(rows());
  }

  /** What a partition has committed, by day. */
  public Slices slices(int partition) {
    return new ColdSlices(rows(), partition);
  }

  /** What another tier can be made from. */
  public ColdReplay replay(int partition) {
    return new ColdReplay(rows(), partition);
  }

  /**
   * Forgets everything, to be read again from the log; refused while a shard is open.
   *
   * @throws TierException if the catalog or storage fails; it may be called again
   */
  public void clear() {
    requireClosed();
    tables.drop();
  }

  private void requireClosed() {
    if (!shards.isEmpty()) {
      throw new TierException("The cold tier is being read");
    }
  }

  /**
   * Forgets some tables, to be made again from their topics; refused while a shard is open.
   *
   * @param names of tables of states; the topic of each has what counts in it
   * @throws TierException if the catalog or storage fails; it may be called again
   */
  public void forget(Set<String> names) {
    requireClosed();
    for (var store : tables.all()) {
      if (names.contains(store.layout().table())) {
        store.drop();
      }
    }
  }

  /** What writes damaged files anew. */
  public ColdRepair repair() {
    return new ColdRepair(tables, files);
  }

  /** How much is kept. */
  public ColdInventory inventory() {
    return ColdInventory.of(tables);
  }

  /** What keeps the tables in order. */
  public ColdMaintenance maintenance(ColdMaintenance.Limits limits) {
    return new ColdMaintenance(tables, files, limits);
  }

  /** What looks for damage. */
  public ColdVerification verification() {
    return new ColdVerification(tables);
  }

  ColdRows rows() {
    return new ColdRows(tables, shards);
  }

  /** Name of the topic that feeds a table. */
  String topic(ColdTable table) {
    return table.topic().in(topics);
  }

  /** A shard is no longer read. */
  void closed(ColdShard shard) {
    shards.remove(shard.partition(), shard);
  }

  @Override
  public void close() {
    shards.clear();
    tables.close();
  }
}

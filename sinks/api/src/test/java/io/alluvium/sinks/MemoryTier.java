package io.alluvium.sinks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The smallest tier that holds the contract: maps in memory. "Durable" is what {@link #stored}
 * holds; opening a second tier on it is a restart.
 */
final class MemoryTier implements Tier {
  /** What survives a restart. */
  record Stored(TierOffsets offsets, List<TierRecord> records) {}

  private final Map<Integer, Stored> stored;
  private final Map<Integer, MemoryShard> open = new ConcurrentSkipListMap<>();
  volatile @Nullable RuntimeException failure;
  volatile int most = Integer.MAX_VALUE;

  MemoryTier(Map<Integer, Stored> stored) {
    this.stored = stored;
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public Set<TierTopic> reads() {
    return EnumSet.allOf(TierTopic.class);
  }

  @Override
  public Shard open(int partition) {
    return open.computeIfAbsent(partition, MemoryShard::new);
  }

  @Override
  public boolean isFull() {
    return open.values().stream().anyMatch(shard -> shard.uncommitted() >= most);
  }

  @Override
  public void close() {
    open.clear();
  }

  /** Partitions whose shard is open. */
  List<Integer> openPartitions() {
    return List.copyOf(open.keySet());
  }

  /** Current versions of what is not deleted, as of the last refresh of each shard. */
  List<TierRecord.Version> visible() {
    return open.values().stream().flatMap(shard -> shard.visible().stream()).toList();
  }

  /** What is known of each key that has a state, as of the last refresh of each shard. */
  List<TierRecord.Fact> facts() {
    return open.values().stream().flatMap(shard -> shard.facts().stream()).toList();
  }

  private final class MemoryShard implements Shard {
    private final int partition;
    private final List<TierRecord> applied;
    private volatile List<TierRecord> refreshed;
    private TierOffsets offsets;

    MemoryShard(int partition) {
      this.partition = partition;
      var last = stored.getOrDefault(partition, new Stored(TierOffsets.NONE, List.of()));
      this.applied = new ArrayList<>(last.records());
      this.refreshed = last.records();
      this.offsets = last.offsets();
    }

    @Override
    public int partition() {
      return partition;
    }

    @Override
    public TierOffsets offsets() {
      return offsets;
    }

    @Override
    public void apply(TierRecord record) {
      if (failure != null) {
        throw failure;
      }
      applied.add(record);
    }

    @Override
    public void refresh() {
      refreshed = List.copyOf(applied);
    }

    @Override
    public void commit(TierOffsets next) {
      stored.put(partition, new Stored(next, List.copyOf(applied)));
      offsets = next;
    }

    @Override
    public void close() {
      open.remove(partition);
    }

    int uncommitted() {
      var last = stored.get(partition);
      return applied.size() - (last == null ? 0 : last.records().size());
    }

    List<TierRecord.Fact> facts() {
      var newest = new HashMap<String, TierRecord.Fact>();
      for (var record : refreshed) {
        if (record instanceof TierRecord.Fact fact) {
          newest.merge(
              fact.topic() + fact.key(),
              fact,
              BinaryOperator.maxBy(Comparator.comparingLong(TierRecord.Fact::offset)));
        }
      }
      return newest.values().stream().filter(fact -> fact.value() != null).toList();
    }

    List<TierRecord.Version> visible() {
      var byEntity = new HashMap<String, List<TierRecord.Version>>();
      for (var record : refreshed) {
        if (record instanceof TierRecord.Version version) {
          byEntity
              .computeIfAbsent(version.event().getEntityKey(), key -> new ArrayList<>())
              .add(version);
        }
      }
      return byEntity.values().stream().map(this::current).flatMap(Optional::stream).toList();
    }

    /** The best record of the content that was stamped current at the highest revision. */
    private Optional<TierRecord.Version> current(List<TierRecord.Version> records) {
      return records.stream()
          .filter(record -> record.event().getCurrent())
          .max(Comparator.comparingLong(record -> record.event().getRevision()))
          .map(record -> record.event().getContentHash())
          .flatMap(
              hash -> best(records.stream().filter(r -> r.event().getContentHash().equals(hash))))
          .filter(record -> !record.event().getDeleted());
    }

    private Optional<TierRecord.Version> best(Stream<TierRecord.Version> ofOneContent) {
      return ofOneContent.max(
          Comparator.comparingLong((TierRecord.Version record) -> record.event().getRevision())
              .thenComparing(TierRecord.Version::enrichmentVersion));
    }
  }
}

package io.alluvium.sinks.ageing;

import io.alluvium.sinks.SliceDigest;
import io.alluvium.sinks.Slices;
import io.alluvium.sinks.TierException;
import io.alluvium.sinks.TierOffsets;
import io.alluvium.sinks.TierRecord;
import io.alluvium.sinks.VersionId;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/** A tier in memory: reads a log record by record, and may be made to lose some. */
final class ModelTier implements DroppableTier, Slices {
  static final TopicPartition EVENTS = new TopicPartition("events", 0);

  private final String name;
  private final boolean keepsAll;
  private final List<TierRecord.Version> log;
  private final Map<String, TierRecord.Version> held = new HashMap<>();
  private final Set<VersionId> ids = new HashSet<>();
  private final Map<VersionId, LocalDate> days = new HashMap<>();
  final Set<VersionId> kept = new HashSet<>();
  final List<String> different = new ArrayList<>();
  int read;
  String broken = "";
  LocalDate oldestDay = LocalDate.EPOCH;

  /**
   * @param keepsAll whether it keeps every revision, as an archive, or the newest of each content
   */
  ModelTier(String name, boolean keepsAll, List<TierRecord.Version> log) {
    this.name = name;
    this.keepsAll = keepsAll;
    this.log = log;
  }

  /** Reads and commits up to an offset. */
  void readTo(int end) {
    for (; read < end; read++) {
      apply(log.get(read));
    }
  }

  void readAll() {
    readTo(log.size());
  }

  private void apply(TierRecord.Version record) {
    var id = id(record);
    if (day(record).isBefore(oldestDay)) {
      return;
    }
    var before = held.get(id.contentHash());
    if (!keepsAll && before != null) {
      if (before.event().getRevision() > id.revision()) {
        return;
      }
      ids.remove(id(before));
    }
    held.put(id.contentHash(), record);
    ids.add(id);
    days.put(id, day(record));
  }

  /** Brings back what was dropped. */
  void restore(VersionId id) {
    ids.add(id);
  }

  void lose(VersionId id) {
    ids.remove(id);
  }

  static VersionId id(TierRecord.Version record) {
    return new VersionId(record.event().getContentHash(), record.event().getRevision());
  }

  static LocalDate day(TierRecord.Version record) {
    return LocalDate.ofInstant(record.event().getIngestedAt(), ZoneOffset.UTC);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Slices slices(int shard) {
    return this;
  }

  @Override
  public boolean drop(int shard, LocalDate day, SliceDigest proven) {
    if (!digest(day).equals(proven)) {
      return false;
    }
    ids.removeIf(id -> day.equals(days.get(id)) && !kept.contains(id));
    oldestDay = day.isBefore(oldestDay) ? oldestDay : day.plusDays(1);
    return true;
  }

  @Override
  public List<String> differences(int shard, Collection<TierRecord.Version> whole) {
    return List.copyOf(different);
  }

  @Override
  public Standing standing() {
    return new Standing(new TierOffsets(Map.of(EVENTS, (long) read)), oldestDay);
  }

  @Override
  public SortedMap<LocalDate, Held> days() {
    if (!broken.isEmpty()) {
      throw new TierException(broken);
    }
    var held = new TreeMap<LocalDate, Held>();
    for (var id : ids) {
      held.merge(
          days.get(id),
          new Held(1, kept.contains(id) ? 0 : 1),
          (one, more) ->
              new Held(one.versions() + more.versions(), one.leaving() + more.leaving()));
    }
    return held;
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
    ids.stream().filter(id -> day.equals(days.get(id))).forEach(versions::add);
    return versions;
  }
}

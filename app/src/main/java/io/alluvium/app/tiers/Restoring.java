package io.alluvium.app.tiers;

import io.alluvium.schemas.Event;
import io.alluvium.sinks.AgeingShard;
import io.alluvium.sinks.TierException;
import io.alluvium.sinks.TierRecord;
import io.alluvium.sinks.ageing.Ageing;
import io.alluvium.sinks.ageing.SliceId;
import io.alluvium.sinks.iceberg.ColdReplay;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Brings days back to the nearest tier that it has dropped, from cold. What they were superseded by
 * since stays the current version.
 */
final class Restoring implements Job.Work {
  private static final int BATCH = 500;

  private final TierSet tiers;
  private final Ageing ageing;
  private final LocalDate from;
  private final LocalDate to;
  private final Instant until;

  /**
   * @param from first day
   * @param to last day
   * @param until when they may be dropped again
   */
  Restoring(TierSet tiers, Ageing ageing, LocalDate from, LocalDate to, Instant until) {
    this.tiers = tiers;
    this.ageing = ageing;
    this.from = from;
    this.to = to;
    this.until = until;
  }

  @Override
  public Map<String, Object> run(Job.Progress progress) {
    var hot = tiers.live().getFirst();
    long versions = 0;
    var days = tiers.cold().inventory().versions().subMap(from, to.plusDays(1)).keySet();
    for (int shard : tiers.shards()) {
      progress.at("shards of " + hot.name(), shard, tiers.partitions());
      var oldest = hot.slices(shard).standing().oldestDay();
      for (var day : days) {
        if (day.isBefore(oldest)) {
          versions += restore(hot, shard, day);
        }
      }
    }
    var result = new LinkedHashMap<String, Object>();
    result.put("tier", hot.name());
    result.put("from", from.toString());
    result.put("to", to.toString());
    result.put("versions", versions);
    result.put("until", until.toString());
    return result;
  }

  private long restore(LiveTier hot, int shard, LocalDate day) {
    var versions = new ArrayList<TierRecord.Version>();
    var cold = tiers.cold().replay(shard);
    cold.day(day, versions::add);
    var keys = versions.stream().map(one -> one.event().getEntityKey()).collect(Collectors.toSet());
    var since = cold.since(day, keys);
    versions.removeIf(one -> cameBack(one.event(), since));
    if (!versions.isEmpty()) {
      ageing.hold(new SliceId(hot.name(), shard, day), until);
    }
    for (int from = 0; from < versions.size(); from += BATCH) {
      var batch =
          versions.subList(from, Math.min(versions.size(), from + BATCH)).stream()
              .map(one -> asOfNow(one, since.current()))
              .toList();
      if (!hot.change(shard, one -> restored((AgeingShard) one, batch))) {
        throw new TierException("Shard " + shard + " of hot refused versions of " + day);
      }
    }
    return versions.size();
  }

  /** Of one content a tier has the newest revision, which may be of a later day. */
  private static boolean cameBack(Event event, ColdReplay.Since since) {
    return since.newest().getOrDefault(event.getContentHash(), 0L) > event.getRevision();
  }

  private static boolean restored(AgeingShard shard, List<TierRecord.Version> versions) {
    shard.restore(versions);
    return true;
  }

  /** A version that another has superseded since must not become the current one again. */
  private static TierRecord.Version asOfNow(TierRecord.Version one, Map<String, Long> current) {
    var event = one.event();
    long newest = current.getOrDefault(event.getEntityKey(), event.getRevision());
    if (!event.getCurrent() || newest <= event.getRevision()) {
      return one;
    }
    return new TierRecord.Version(
        Event.newBuilder(event).setCurrent(false).build(), one.enrichment());
  }
}

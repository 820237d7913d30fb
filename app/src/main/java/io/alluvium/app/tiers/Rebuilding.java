package io.alluvium.app.tiers;

import io.alluvium.sinks.AgeingShard;
import io.alluvium.sinks.TierException;
import io.alluvium.sinks.TierOffsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;

/**
 * Makes the shards of a tier on Lucene anew, each beside the one that is searched meanwhile. From
 * the log, the new one begins empty and its reader fills it; from cold, it begins with what cold
 * has, and its reader goes on from there.
 */
final class Rebuilding implements Job.Work {
  private final TierSet tiers;
  private final LiveTier live;
  private final LogStarts log;
  private final boolean fromLog;
  private final Set<Integer> shards;

  Rebuilding(TierSet tiers, LiveTier live, LogStarts log, boolean fromLog) {
    this(tiers, live, log, fromLog, tiers.shards());
  }

  private Rebuilding(
      TierSet tiers, LiveTier live, LogStarts log, boolean fromLog, Set<Integer> shards) {
    this.tiers = tiers;
    this.live = live;
    this.log = log;
    this.fromLog = fromLog;
    this.shards = Set.copyOf(shards);
  }

  /** Some shards alone, from cold. */
  static Rebuilding of(Set<Integer> shards, TierSet tiers, LiveTier live, LogStarts log) {
    return new Rebuilding(tiers, live, log, false, shards);
  }

  @Override
  public Map<String, Object> run(Job.Progress progress) {
    long versions = 0;
    for (int shard : new TreeSet<>(shards)) {
      progress.at("shards of " + live.name(), shard, tiers.partitions());
      versions += rebuild(shard);
    }
    var result = new LinkedHashMap<String, Object>();
    result.put("tier", live.name());
    result.put("from", fromLog ? "log" : "cold");
    result.put("versions", versions);
    return result;
  }

  private long rebuild(int shard) {
    var oldest = oldestDay(shard);
    long versions = 0;
    // What warm keeps of dropped days comes from the log again, and all of it ages again.
    boolean skips = fromLog && live.equals(tiers.live().getFirst());
    try (var fresh = live.tier().rebuild(shard, skips ? oldest : LocalDate.EPOCH)) {
      var starts = log.of(live.tier().reads(), shard);
      if (fromLog) {
        fresh.commit(starts);
      } else {
        var read = past(starts, tiers.cold().slices(shard).standing().offsets());
        versions = fill(fresh, shard);
        fresh.commit(read);
        dropAgain(fresh, oldest, read);
      }
    }
    swap(shard);
    return versions;
  }

  /** Of a shard that cannot be read any more nothing is known to have been dropped. */
  private LocalDate oldestDay(int shard) {
    try {
      return live.slices(shard).standing().oldestDay();
    } catch (TierException damaged) {
      return LocalDate.EPOCH;
    }
  }

  /** As far as cold has versions; what is known beside them is on topics that are never trimmed. */
  private TierOffsets past(TierOffsets starts, TierOffsets cold) {
    var read = new HashMap<TopicPartition, Long>();
    starts
        .next()
        .forEach((part, start) -> {
          boolean versions = part.topic().endsWith(".events") || part.topic().endsWith(".enriched");
          if (versions && cold.of(part).orElse(0) < start) {
            throw new TierException(
                part
                    + " begins at offset "
                    + start
                    + ", but what this node sees of cold ends at "
                    + cold.of(part).orElse(0)
                    + ": let all nodes share cold.catalog and cold.warehouse");
          }
          read.put(part, versions ? Math.max(start, cold.of(part).orElse(0)) : start);
        });
    return new TierOffsets(read);
  }

  private long fill(AgeingShard fresh, int shard) {
    var versions = new AtomicLong();
    for (var day : tiers.cold().inventory().versions().keySet()) {
      tiers
          .cold()
          .replay(shard)
          .day(
              day,
              version -> {
                fresh.apply(version);
                versions.incrementAndGet();
              });
    }
    return versions.get();
  }

  /** What the old shard had dropped was proven then, and cold has just given it again. */
  private static void dropAgain(AgeingShard fresh, LocalDate oldest, TierOffsets read) {
    for (var day : fresh.slices().days().headMap(oldest).keySet()) {
      fresh.drop(day, fresh.slices().digest(day));
    }
    fresh.commit(read);
  }

  private void swap(int shard) {
    await(live.reader().changeBeneath(() -> live.tier().replace(shard)), live.name());
  }

  /** Lets the cold tier forget everything and read the log again. */
  static Map<String, Object> cold(TierSet tiers, Job.Progress progress) {
    progress.at("tables of cold", 0, 1);
    await(tiers.coldReader().changeBeneath(tiers.cold()::clear), "cold");
    return Map.of("tier", "cold", "from", "log");
  }

  /** Waits for a change, however long its reader takes to come to it. */
  static void await(CompletableFuture<Boolean> change, String tier) {
    try {
      // Without an end: what was given up would be done later all the same, amid the next rebuild.
      var unused = change.get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new TierException("Interrupted while replacing what " + tier + " has", interrupted);
    } catch (ExecutionException failure) {
      throw new TierException("What " + tier + " has could not be replaced", failure);
    }
  }
}

package io.alluvium.app.tiers;

import io.alluvium.sinks.AgeingShard;
import io.alluvium.sinks.Shard;
import io.alluvium.sinks.ShardChange;
import io.alluvium.sinks.ShardState;
import io.alluvium.sinks.SliceDigest;
import io.alluvium.sinks.Slices;
import io.alluvium.sinks.TierException;
import io.alluvium.sinks.TierReader;
import io.alluvium.sinks.TierRecord;
import io.alluvium.sinks.ageing.DroppableTier;
import io.alluvium.sinks.lucene.LuceneTier;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * A tier on Lucene that is being fed: what changes it goes through the thread that feeds it.
 *
 * @param tier what is on disk
 * @param reader what feeds it
 */
public record LiveTier(LuceneTier tier, TierReader reader) implements DroppableTier {
  private static final int PATIENCE_SECONDS = 60;

  @Override
  public String name() {
    return tier.name();
  }

  /** Shards that this node has. */
  Set<Integer> shards() {
    return reader.shards().orElse(List.of()).stream()
        .map(ShardState::shard)
        .collect(Collectors.toSet());
  }

  /** Of those, the ones that lack what the log has no more. */
  Set<Integer> trimmed() {
    return reader.shards().orElse(List.of()).stream()
        .filter(ShardState::trimmed)
        .map(ShardState::shard)
        .collect(Collectors.toSet());
  }

  @Override
  public Slices slices(int shard) {
    return tier.slices(shard);
  }

  @Override
  public List<String> differences(int shard, Collection<TierRecord.Version> whole) {
    return tier.differences(shard, whole);
  }

  @Override
  public boolean drop(int shard, LocalDate day, SliceDigest proven) {
    return change(shard, one -> ((AgeingShard) one).drop(day, proven));
  }

  /** Makes a change of a {@link Shard}; false if it changed nothing or was refused. */
  boolean change(int shard, ShardChange change) {
    try {
      return reader.change(shard, change).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new TierException("Interrupted while changing shard " + shard, interrupted);
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof IllegalArgumentException) {
        return false;
      }
      throw failure.getCause() instanceof TierException known
          ? known
          : new TierException("Shard " + shard + " of " + name() + " failed", failure);
    } catch (TimeoutException late) {
      throw new TierException(
          "The reader of " + name() + " did not come to it in " + PATIENCE_SECONDS + " s", late);
    }
  }
}

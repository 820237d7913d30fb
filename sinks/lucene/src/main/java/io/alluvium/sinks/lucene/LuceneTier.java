package io.alluvium.sinks.lucene;

import io.alluvium.sinks.AgeingShard;
import io.alluvium.sinks.Shard;
import io.alluvium.sinks.Slices;
import io.alluvium.sinks.Tier;
import io.alluvium.sinks.TierException;
import io.alluvium.sinks.TierRecord;
import io.alluvium.sinks.TierTopic;
import io.alluvium.sinks.search.FactSearch;
import io.alluvium.sinks.search.Horizon;
import io.alluvium.sinks.search.TierAnswer;
import io.alluvium.sinks.search.TierQuery;
import io.alluvium.sinks.search.TierSearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A tier on Lucene, one index per partition below a directory: texts, filters and vectors of every
 * version. Near-real-time: what was applied is found after {@link Shard#refresh}.
 *
 * <p>All shards are searched as one index, so that scores compare.
 */
public final class LuceneTier implements Tier, TierSearch, FactSearch, Horizon {
  private final Layout layout;
  private final boolean keepsCurrent;
  private final Path directory;
  private final LuceneResources resources;
  private final ConcurrentMap<Integer, LuceneShard> shards = new ConcurrentSkipListMap<>();
  private final Set<Integer> making = ConcurrentHashMap.newKeySet();
  private final ShardSearch search;

  private LuceneTier(
      Layout layout, boolean keepsCurrent, Path directory, LuceneResources resources) {
    this.layout = layout;
    this.keepsCurrent = keepsCurrent;
    this.directory = directory;
    this.resources = resources;
    this.search = new ShardSearch(layout, resources, shards, ShardSearch.stored(directory));
  }

  /**
   * The hot tier below a directory, which is created when the first shard is opened: whole texts,
   * vectors as they are.
   *
   * @param resources what tiers share; stays open when this one is closed
   * @throws TierException if the directory cannot be read
   */
  public static LuceneTier hot(Path directory, LuceneResources resources) {
    return new LuceneTier(Layout.HOT, false, directory, resources);
  }

  /**
   * The warm tier below a directory: titles and summaries instead of texts, all of whose words can
   * be found none the less, and vectors in 8 bits.
   *
   * @param keepsCurrent whether current versions of live entities stay when their slice is dropped
   * @param resources what tiers share; stays open when this one is closed
   * @throws TierException if the directory cannot be read
   */
  public static LuceneTier warm(Path directory, boolean keepsCurrent, LuceneResources resources) {
    return new LuceneTier(Layout.WARM, keepsCurrent, directory, resources);
  }

  @Override
  public String name() {
    return layout.tier();
  }

  @Override
  public Set<TierTopic> reads() {
    return layout.reads();
  }

  @Override
  public String tier() {
    return layout.tier();
  }

  @Override
  public AgeingShard open(int partition) {
    var open = shards.get(partition);
    if (open != null && open.isSound()) {
      return open;
    }
    if (open != null) {
      open.close();
    }
    var path = path(partition);
    replacement(partition).settle(making.contains(partition));
    try {
      var shard = LuceneShard.open(partition, path, shape(), resources);
      shards.put(partition, shard);
      return shard;
    } catch (IOException failure) {
      throw ShardFormat.explain(path, failure);
    }
  }

  /** Opens them side by side: most of the time they wait for the disk. */
  @Override
  public Map<Integer, Shard> open(Set<Integer> partitions) {
    var opening = new TreeMap<Integer, CompletableFuture<Shard>>();
    for (int partition : partitions) {
      opening.put(
          partition, CompletableFuture.supplyAsync(() -> open(partition), resources.searches()));
    }
    var ended =
        CompletableFuture.allOf(opening.values().toArray(CompletableFuture[]::new))
            .handle((opened, failure) -> true);
    ended.join();
    try {
      var shards = new TreeMap<Integer, Shard>();
      opening.forEach((partition, shard) -> shards.put(partition, shard.join()));
      return shards;
    } catch (CompletionException failure) {
      throw failure.getCause() instanceof TierException cause ? cause : failure;
    }
  }

  @Override
  public TierAnswer search(TierQuery query) {
    return search.search(query);
  }

  /** The same tier, asked for these shards alone: whoever asks knows where the others are. */
  public TierSearch only(Set<Integer> shards) {
    var wanted = Set.copyOf(shards);
    return new TierSearch() {
      @Override
      public String tier() {
        return layout.tier();
      }

      @Override
      public TierAnswer search(TierQuery query) {
        return search.search(query, wanted);
      }
    };
  }

  @Override
  public Set<Integer> stored() {
    return ShardSearch.stored(directory);
  }

  @Override
  public FactSearch.Answer facts(FactSearch.Query query) {
    return search.facts(query);
  }

  @Override
  public Optional<Instant> horizon() {
    return shards.values().stream()
        .map(LuceneShard::oldestDay)
        .max(Comparator.naturalOrder())
        .filter(day -> day.isAfter(LocalDate.EPOCH))
        .map(day -> day.atStartOfDay().toInstant(ZoneOffset.UTC));
  }

  @Override
  public Set<String> known(Collection<String> entityKeys) {
    return search.known(entityKeys);
  }

  /**
   * Begins a shard anew, beside the one that is read and searched; {@link #replace} puts it in its
   * place.
   *
   * @param oldestDay first day that the new one is to keep
   * @throws TierException if storage fails
   */
  public AgeingShard rebuild(int partition, LocalDate oldestDay) {
    making.add(partition);
    return replacement(partition).begin(oldestDay, shape(), resources);
  }

  /**
   * Puts a shard that was made by {@link #rebuild}, committed and closed, in the place of the old
   * one; a crash leaves one of the two. Nothing may feed the shard meanwhile.
   *
   * @throws TierException if storage fails
   */
  public void replace(int partition) {
    var open = shards.remove(partition);
    if (open != null) {
      open.close();
    }
    replacement(partition).take();
    making.remove(partition);
  }

  private Replacement replacement(int partition) {
    return new Replacement(partition, path(partition));
  }

  private ShardShape shape() {
    return new ShardShape(layout, keepsCurrent);
  }

  /** What a shard has committed, whether it is open here or not. */
  public Slices slices(int partition) {
    return committed(partition);
  }

  /**
   * What a shard has committed differently from what it would store of these events; of those that
   * it does not hold, nothing.
   *
   * @param whole events with all that is known of them
   * @return each difference in words, the id of the event first
   * @throws TierException if the files cannot be read
   */
  public List<String> differences(int partition, Collection<TierRecord.Version> whole) {
    return committed(partition)
        .read(reader -> new ProjectionCheck(reader, layout).differences(whole), List.of());
  }

  /**
   * Reads every byte of what a shard has committed and holds it to its checksums.
   *
   * @return what is damaged, naming the file; empty if nothing is
   */
  public Optional<String> damage(int partition) {
    try {
      return committed(partition)
          .read(
              reader -> {
                for (var leaf : reader.leaves()) {
                  leaf.reader().checkIntegrity();
                }
                return Optional.empty();
              },
              Optional.empty());
    } catch (TierException damaged) {
      return Optional.of(String.valueOf(damaged.getMessage()));
    }
  }

  /** Bytes of a shard's files. */
  public long bytes(int partition) {
    try (var files = Files.list(path(partition))) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    } catch (NoSuchFileException nothing) {
      return 0;
    } catch (IOException failure) {
      throw ShardFormat.explain(path(partition), failure);
    }
  }

  private CommittedSlices committed(int partition) {
    return new CommittedSlices(path(partition), layout, keepsCurrent);
  }

  private Path path(int partition) {
    return directory.resolve(Integer.toString(partition));
  }

  /** Late records that were skipped since the shards were opened, because their day is dropped. */
  public long skipped() {
    return shards.values().stream().mapToLong(LuceneShard::skipped).sum();
  }

  /**
   * Exact number of things that can be found: entities whose current version is not deleted, in the
   * shards that are open.
   *
   * @throws TierException if a shard cannot be read
   */
  public long entities() {
    return search.entities();
  }

  @Override
  public void close() {
    shards.values().forEach(LuceneShard::close);
    shards.clear();
  }
}

package io.alluvium.connectors;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** What a reader may ask for when it is opened: the entities it knew and what it remembered. */
public final class ReaderContext {
  private static final String REMEMBERED = "remembered.";
  private static final char WHOLE_SCOPE = '\u0000';

  private final String source;
  private final OffsetStorageReader offsets;
  private final ObservationClock clock;
  private final Map<String, KnownEntities> known = new HashMap<>();

  ReaderContext(String source, OffsetStorageReader offsets, ObservationClock clock) {
    this.source = source;
    this.offsets = offsets;
    this.clock = clock;
  }

  /**
   * The entities known in a scope, as far as they were committed. Later calls for the same scope
   * return the same set.
   *
   * @param entityKeyOf entity key of an id
   */
  public KnownEntities known(String scope, UnaryOperator<String> entityKeyOf) {
    return known.computeIfAbsent(
        scope + WHOLE_SCOPE, s -> restore(scope, "", KnownEntities.byHash(entityKeyOf)));
  }

  /**
   * The entities that the reader of one axis of a scope knows, as far as they were committed.
   *
   * @param bucketOf bucket of an id, 0 to {@link KnownEntities#BUCKETS} - 1, the same for ever.
   *     Each event rewrites its bucket in the offsets: ids that come one after the other should
   *     share one
   */
  public KnownEntities known(String scope, String axis, ToIntFunction<String> bucketOf) {
    return known.computeIfAbsent(
        scope + WHOLE_SCOPE + axis, s -> restore(scope, axis + ":", bucketOf));
  }

  /** What the reader gave with its last claimed stretch; survives a reset. */
  public Map<String, String> remembered(String scope, String axis) {
    var stored = stored(SourceOffsets.claim(source, scope, axis));
    var remembered = new TreeMap<String, String>();
    stored.forEach((key, value) -> {
      if (key.startsWith(REMEMBERED)) {
        remembered.put(key.substring(REMEMBERED.length()), value);
      }
    });
    return Map.copyOf(remembered);
  }

  /** Subjects that the reader told to have failed and not yet to have recovered. */
  public Set<String> openGaps(String scope, String axis) {
    return ScopeGaps.subjects(stored(SourceOffsets.gaps(source, scope, axis)));
  }

  static void remember(Map<String, String> offset, Map<String, String> remembered) {
    remembered.forEach((key, value) -> offset.put(REMEMBERED + key, value));
  }

  /** What a reader knows: a set of its own, or that of its scope. */
  Optional<Known> knownOf(SourceReader<?> reader) {
    var own = known.get(reader.scope() + WHOLE_SCOPE + reader.axis());
    if (own != null) {
      return Optional.of(new Known(own, reader.axis() + ":"));
    }
    return Optional.ofNullable(known.get(reader.scope() + WHOLE_SCOPE))
        .map(shared -> new Known(shared, ""));
  }

  /**
   * A set of known entities.
   *
   * @param bucketPrefix what its buckets' names in the offsets begin with
   */
  record Known(KnownEntities entities, String bucketPrefix) {}

  /** What numbers the observations of the task. */
  ObservationClock clock() {
    return clock;
  }

  /** What is stored for a source partition; empty if nothing is. */
  Map<String, String> stored(Map<String, String> partition) {
    var stored = offsets.offset(partition);
    return stored == null ? Map.of() : observed(SourceOffsets.strings(stored));
  }

  private KnownEntities restore(String scope, String bucketPrefix, ToIntFunction<String> bucketOf) {
    var entities = new KnownEntities(bucketOf);
    List<Map<String, String>> partitions = new ArrayList<>();
    for (int bucket = 0; bucket < KnownEntities.BUCKETS; bucket++) {
      partitions.add(SourceOffsets.known(source, scope, bucketPrefix + bucket));
    }
    offsets
        .offsets(partitions)
        .forEach((partition, stored) -> {
          if (stored != null) {
            var offset = observed(SourceOffsets.strings(stored));
            var name = partition.getOrDefault(SourceOffsets.BUCKET, "0");
            int bucket = Integer.parseInt(name.substring(bucketPrefix.length()));
            entities.restore(bucket, SourceOffsets.bucket(offset));
          }
        });
    return entities;
  }

  private Map<String, String> observed(Map<String, String> offset) {
    clock.continueAfter(Long.parseLong(offset.getOrDefault(SourceOffsets.OBSERVATION, "0")));
    return offset;
  }
}

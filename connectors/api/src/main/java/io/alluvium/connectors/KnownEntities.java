package io.alluvium.connectors;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.utils.Utils;

/**
 * The entities of a scope that its reader has published and not yet seen deleted, each with a
 * fingerprint of the published version. Kept in Connect offsets, committed with the records, in a
 * fixed number of buckets, so that a batch rewrites only the buckets it touches.
 *
 * <p>Where records and offsets are committed together, a bucket names exactly what was published.
 * Not thread-safe: used by the task's thread.
 */
public final class KnownEntities {
  /** Buckets of a scope. Stored offsets depend on it. */
  public static final int BUCKETS = 256;

  private final ToIntFunction<String> bucketOf;
  private final List<KnownBucket> buckets = new ArrayList<>(BUCKETS);
  private int size;

  /**
   * An empty set.
   *
   * @param bucketOf bucket of an id, 0 to {@link #BUCKETS} - 1; the same for ever
   */
  KnownEntities(ToIntFunction<String> bucketOf) {
    this.bucketOf = bucketOf;
    for (int i = 0; i < BUCKETS; i++) {
      buckets.add(new KnownBucket());
    }
  }

  /** Fingerprint of a known entity; empty if it is not known. */
  public Optional<String> fingerprint(String id) {
    return buckets.get(bucketOf(id)).get(id);
  }

  /** Whether the entity is known. */
  public boolean contains(String id) {
    return fingerprint(id).isPresent();
  }

  /** Number of known entities. */
  public int size() {
    return size;
  }

  /** Ids that begin with a prefix, in no particular order. */
  public List<String> idsUnder(String prefix) {
    var ids = new ArrayList<String>();
    buckets.forEach(bucket -> bucket.idsUnder(prefix, ids::add));
    return ids;
  }

  /** Buckets by hash of the entity key: even whatever the ids are. */
  static ToIntFunction<String> byHash(UnaryOperator<String> entityKeyOf) {
    return id -> {
      var key = entityKeyOf.apply(id).getBytes(StandardCharsets.UTF_8);
      return Utils.toPositive(Utils.murmur2(key)) % BUCKETS;
    };
  }

  /** Bucket of an entity. Work sorted by it lets a batch touch few buckets. */
  public int bucketOf(String id) {
    return bucketOf.applyAsInt(id);
  }

  /**
   * Takes a change that comes with no event, such as a file touched but not changed. Stored with
   * the next event of the same bucket.
   */
  public void apply(KnownChange change) {
    var bucket = buckets.get(bucketOf(change.id()));
    size -= bucket.size();
    if (change.fingerprint().isPresent()) {
      bucket.put(change.id(), change.fingerprint().get());
    } else {
      bucket.remove(change.id());
    }
    size += bucket.size();
  }

  /** What a bucket is stored as. */
  String pack(int bucket) {
    return buckets.get(bucket).pack();
  }

  void restore(int bucket, KnownBucket restored) {
    size += restored.size() - buckets.get(bucket).size();
    buckets.set(bucket, restored);
  }
}

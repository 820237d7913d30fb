package io.alluvium.connectors;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
  private final List<TreeMap<String, String>> buckets = new ArrayList<>(BUCKETS);
  private int size;

  /**
   * An empty set.
   *
   * @param bucketOf bucket of an id, 0 to {@link #BUCKETS} - 1; the same for ever
   */
  KnownEntities(ToIntFunction<String> bucketOf) {
    this.bucketOf = bucketOf;
    for (int i = 0; i < BUCKETS; i++) {
      buckets.add(new TreeMap<>());
    }
  }

  /** Fingerprint of a known entity; empty if it is not known. */
  public Optional<String> fingerprint(String id) {
    return Optional.ofNullable(buckets.get(bucketOf(id)).get(id));
  }

  /** Whether the entity is known. */
  public boolean contains(String id) {
    return buckets.get(bucketOf(id)).containsKey(id);
  }

  /** Number of known entities. */
  public int size() {
    return size;
  }

  /** Ids that begin with a prefix, in no particular order. */
  public List<String> idsUnder(String prefix) {
    var ids = new ArrayList<String>();
    for (var bucket : buckets) {
      for (var id : bucket.tailMap(prefix, true).keySet()) {
        if (!id.startsWith(prefix)) {
          break;
        }
        ids.add(id);
      }
    }
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
    var before =
        change.fingerprint().isPresent()
            ? bucket.put(change.id(), change.fingerprint().get())
            : bucket.remove(change.id());
    size += (change.fingerprint().isPresent() ? 1 : 0) - (before != null ? 1 : 0);
  }

  /** One line per entity: id, tab, fingerprint. */
  String encode(int bucket) {
    var lines = new StringBuilder();
    for (Map.Entry<String, String> entry : buckets.get(bucket).entrySet()) {
      lines.append(escape(entry.getKey())).append('\t').append(escape(entry.getValue()));
      lines.append('\n');
    }
    return lines.toString();
  }

  void restore(int bucket, String encoded) {
    var entries = buckets.get(bucket);
    encoded
        .lines()
        .forEach(line -> {
          int tab = line.indexOf('\t');
          entries.put(unescape(line.substring(0, tab)), unescape(line.substring(tab + 1)));
        });
    size += entries.size();
  }

  private static String escape(String text) {
    if (text.indexOf('\\') < 0
        && text.indexOf('\t') < 0
        && text.indexOf('\n') < 0
        && text.indexOf('\r') < 0) {
      return text;
    }
    return text.replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }

  private static String unescape(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    var plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        plain.append(c);
        continue;
      }
      i++;
      plain.append(
          switch (text.charAt(i)) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            default -> text.charAt(i);
          });
    }
    return plain.toString();
  }
}

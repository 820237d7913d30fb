package io.alluvium.connectors;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Names of the Connect source partitions of one reader, and the form of what is stored there.
 *
 * <p>A position lies under {@code axis}: {@code reset} clears exactly the partitions that have this
 * key. What must survive it (known entities, claims, open gaps) lies under {@code bucket}.
 */
final class SourceOffsets {
  static final String AXIS = "axis";
  static final String BUCKET = "bucket";
  static final String OBSERVATION = "observation";
  static final String PACKED = "packed";

  /** What buckets were stored under before they were packed. */
  static final String LINES = "entries";

  private SourceOffsets() {}

  static Map<String, String> position(String source, SourceReader<?> reader) {
    return partition(source, reader.scope(), AXIS, reader.axis());
  }

  static Map<String, String> known(String source, String scope, String bucket) {
    return partition(source, scope, BUCKET, bucket);
  }

  static Map<String, String> claim(String source, String scope, String axis) {
    return partition(source, scope, BUCKET, "claim:" + axis);
  }

  static Map<String, String> run(String source, String scope, String axis) {
    return partition(source, scope, BUCKET, "run:" + axis);
  }

  static Map<String, String> gaps(String source, String scope, String axis) {
    return partition(source, scope, BUCKET, "gaps:" + axis);
  }

  /**
   * Connect finds an offset by the bytes of its partition's JSON, so the order of the fields
   * counts. It must be the same in every JVM ({@code Map.of} shuffles it at each start) and the one
   * that Connect's own converter gives when a partition goes through its REST API: that of a
   * HashMap.
   */
  private static Map<String, String> partition(
      String source, String scope, String key, String value) {
    var partition = new HashMap<String, String>();
    partition.put("source", source);
    partition.put("scope", scope);
    partition.put(key, value);
    return Collections.unmodifiableMap(partition);
  }

  /** The known entities of a stored bucket. */
  static KnownBucket bucket(Map<String, String> stored) {
    return stored.containsKey(LINES)
        ? KnownBucket.ofLines(stored.get(LINES))
        : KnownBucket.unpack(stored.getOrDefault(PACKED, ""));
  }

  /** Stored values as strings; empty for what was never stored. */
  static Map<String, String> strings(Map<String, ?> stored) {
    var strings = new TreeMap<String, String>();
    stored.forEach((key, value) -> {
      if (value != null) {
        strings.put(key, value.toString());
      }
    });
    return strings;
  }
}

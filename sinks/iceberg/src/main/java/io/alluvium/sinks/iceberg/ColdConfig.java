package io.alluvium.sinks.iceberg;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the cold tier keeps its tables.
 *
 * @param catalog {@code jdbc:…} for a database that lists the tables, {@code http…} for an Iceberg
 *     REST catalog
 * @param warehouse directory, or {@code s3://bucket/prefix}, below which tables lie
 * @param staging directory of this node in which files are finished before they are stored
 * @param namespace what the tables' names begin with, parts joined by '.'
 * @param access how to log in: settings of Iceberg's own, such as {@code jdbc.user}, {@code token},
 *     {@code s3.endpoint}, {@code s3.access-key-id}
 */
public record ColdConfig(
    String catalog, String warehouse, Path staging, String namespace, Map<String, String> access) {
  public ColdConfig {
    access = Map.copyOf(access);
  }

  /** Everything below one directory, the catalog in SQLite. */
  public static ColdConfig local(Path directory, String namespace) {
    return new ColdConfig(
        "jdbc:sqlite:" + directory.resolve("catalog.db"),
        directory.resolve("warehouse").toString(),
        directory.resolve("staging"),
        namespace,
        Map.of());
  }

  /** True when tables lie in object storage. */
  boolean inObjectStorage() {
    return warehouse.startsWith("s3:") || warehouse.startsWith("s3a:");
  }

  /** What Iceberg is told. */
  Map<String, String> properties() {
    var properties = new HashMap<String, String>();
    properties.put("uri", catalog);
    properties.put("warehouse", warehouse);
    if (inObjectStorage()) {
      properties.put("io-impl", "org.apache.iceberg.aws.s3.S3FileIO");
      properties.put("http-client.type", "urlconnection");
    } else {
      properties.put("io-impl", LocalFileIO.class.getName());
    }
    properties.put("jdbc.schema-version", "V1");
    // A manifest never changes: each is fetched once, as long as it is asked for now and then.
    properties.put("io.manifest.cache-enabled", "true");
    properties.put("io.manifest.cache.expiration-interval-ms", "600000");
    properties.put("io.manifest.cache.max-total-bytes", Integer.toString(16 << 20));
    properties.putAll(access);
    return properties;
  }

  @Override
  public String toString() {
    return "tables in " + warehouse + ", listed in " + catalog;
  }
}

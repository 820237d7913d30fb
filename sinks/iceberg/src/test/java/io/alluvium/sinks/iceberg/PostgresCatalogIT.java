package io.alluvium.sinks.iceberg;

import io.alluvium.sinks.Tier;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** Tables listed in Postgres, whose files lie in object storage: as on a cluster. */
@Tag("interop")
final class PostgresCatalogIT extends ColdTierContract {
  private static EmbeddedPostgres postgres;
  private static ObjectStore store;

  @BeforeAll
  static void starts() throws IOException {
    postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
    store = new ObjectStore();
  }

  @AfterAll
  static void stops() throws IOException {
    store.close();
    postgres.close();
  }

  @Override
  protected Tier open(Path directory) {
    var namespace = "n" + Integer.toHexString(directory.toString().hashCode());
    var access = new HashMap<>(store.access());
    access.put("jdbc.user", "postgres");
    access.put("jdbc.password", "postgres");
    return new ColdTier(
        new ColdConfig(
            postgres.getJdbcUrl("postgres", "postgres"),
            "s3://bucket/prefix",
            directory.resolve("staging"),
            namespace,
            access),
        TestTables.TOPICS);
  }
}

package io.alluvium.sinks.iceberg;

import io.alluvium.sinks.Tier;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Tables listed by a REST catalog. */
@Tag("interop")
final class RestCatalogIT extends ColdTierContract {
  @TempDir static Path shared;
  private static RestCatalogServer server;

  @BeforeAll
  static void starts() throws Exception {
    server = new RestCatalogServer(shared);
  }

  @AfterAll
  static void stops() throws Exception {
    server.close();
  }

  @Override
  protected Tier open(Path directory) {
    var namespace = "n" + Integer.toHexString(directory.toString().hashCode());
    return new ColdTier(
        new ColdConfig(
            server.url(),
            shared.resolve("warehouse").toString(),
            directory.resolve("staging"),
            namespace,
            Map.of("io-impl", QuickFileIO.class.getName())),
        TestTables.TOPICS);
  }
}

package io.alluvium.sinks.iceberg;

import io.alluvium.sinks.Tier;
import java.nio.file.Path;

final class ColdTierContractTest extends ColdTierContract {
  @Override
  protected Tier open(Path directory) {
    return TestTables.tier(directory);
  }
}

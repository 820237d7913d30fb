package io.alluvium.sinks.lucene;

import io.alluvium.sinks.Tier;
import java.nio.file.Path;

final class HotTierContractTest extends LuceneTierContract {
  @Override
  protected Tier open(Path directory) {
    return LuceneTier.hot(directory, resources);
  }
}

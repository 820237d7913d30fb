package io.alluvium.sinks.lucene;

import io.alluvium.sinks.Tier;
import java.nio.file.Path;

final class WarmTierContractTest extends LuceneTierContract {
  @Override
  protected Tier open(Path directory) {
    return LuceneTier.warm(directory, true, resources);
  }
}

package io.alluvium.sinks;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Shows that the contract asks no more than a few maps can hold. */
final class MemoryTierContractTest extends TierContract {
  private final Map<Path, Map<Integer, MemoryTier.Stored>> disk = new HashMap<>();

  @Override
  protected Tier open(Path directory) {
    return new MemoryTier(disk.computeIfAbsent(directory, path -> new HashMap<>()));
  }

  @Override
  protected Set<Seen> seen(Tier tier) {
    return shown((MemoryTier) tier);
  }
}

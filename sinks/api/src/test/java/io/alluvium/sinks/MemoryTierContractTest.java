package io.alluvium.sinks;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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

  @Override
  protected Set<State> states(Tier tier) {
    return ((MemoryTier) tier)
        .facts().stream()
            .map(fact -> new State(fact.topic(), fact.key(), TestFacts.word(fact.value())))
            .collect(Collectors.toSet());
  }
}

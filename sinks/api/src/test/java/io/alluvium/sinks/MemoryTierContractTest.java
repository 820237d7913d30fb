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
    return ((MemoryTier) tier)
        .visible().stream()
            .map(record ->
                new Seen(
                    record.event().getEntityKey(),
                    record.event().getRevision(),
                    record.event().getText().orElse(""),
                    record.enrichment() == null
                        ? ""
                        : record.enrichment().getLanguage().orElse("")))
            .collect(Collectors.toSet());
  }
}

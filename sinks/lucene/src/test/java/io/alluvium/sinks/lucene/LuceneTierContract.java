package io.alluvium.sinks.lucene;

import io.alluvium.sinks.Tier;
import io.alluvium.sinks.TierContract;
import io.alluvium.sinks.search.Access;
import io.alluvium.sinks.search.TierQuery;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

final class HotTierContractTest extends TierContract {
  @Override
  protected Tier open(Path directory) {
    return new HotTier(directory);
  }

  @Override
  protected Set<Seen> seen(Tier tier) {
    var all = new TierQuery("", TierQuery.Filter.ALL, Access.ALL, 1_000);
    return ((HotTier) tier)
        .search(all).hits().stream()
            .map(hit ->
                new Seen(
                    hit.entityKey(),
                    hit.revision(),
                    hit.snippet().text(),
                    hit.language().orElse("")))
            .collect(Collectors.toSet());
  }
}

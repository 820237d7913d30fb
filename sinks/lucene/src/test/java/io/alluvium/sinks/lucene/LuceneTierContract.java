package io.alluvium.sinks.lucene;

import io.alluvium.sinks.TestFacts;
import io.alluvium.sinks.Tier;
import io.alluvium.sinks.TierContract;
import io.alluvium.sinks.TierTopic;
import io.alluvium.sinks.search.Access;
import io.alluvium.sinks.search.FactSearch;
import io.alluvium.sinks.search.TierQuery;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;

/** What both tiers on Lucene hold. */
abstract class LuceneTierContract extends TierContract {
  final LuceneResources resources = new LuceneResources(1);

  @AfterEach
  void closeResources() {
    resources.close();
  }

  @Override
  protected Set<State> states(Tier tier) {
    var all =
        new FactSearch.Query(EnumSet.allOf(TierTopic.class), Optional.empty(), "", Access.ALL, 100);
    return ((LuceneTier) tier)
        .facts(all).facts().stream()
            .map(fact -> new State(fact.topic(), fact.key(), TestFacts.word(fact.value())))
            .collect(Collectors.toSet());
  }

  @Override
  protected Set<Seen> seen(Tier tier) {
    var all = new TierQuery("", TierQuery.Filter.ALL, Access.ALL, 1_000);
    return ((LuceneTier) tier)
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

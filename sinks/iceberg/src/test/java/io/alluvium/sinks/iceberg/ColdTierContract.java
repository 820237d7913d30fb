package io.alluvium.sinks.iceberg;

import io.alluvium.schemas.Enrichment;
import io.alluvium.sinks.TestFacts;
import io.alluvium.sinks.Tier;
import io.alluvium.sinks.TierContract;
import io.alluvium.sinks.TierRecord;
import io.alluvium.sinks.TierTopic;
import io.alluvium.sinks.VersionId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.expressions.Expressions;

/** The contract of tiers, for a cold tier wherever its tables are listed and lie. */
abstract class ColdTierContract extends TierContract {
  /** Cold keeps every version; which of them is an entity's state is seen here. */
  @Override
  protected Set<Seen> seen(Tier tier) {
    var rows = ((ColdTier) tier).rows();
    var enrichments = new HashMap<VersionId, Enrichment>();
    rows.newest(ColdTable.ENRICHMENTS, Expressions.alwaysTrue())
        .forEach(row -> enrichments.put(ColdArchive.id(row), EnrichmentRows.enrichment(row)));
    var entities = new HashMap<String, List<TierRecord.Version>>();
    for (var row : rows.newest(ColdTable.EVENTS, Expressions.alwaysTrue())) {
      entities
          .computeIfAbsent(Values.text(row, "entity_key"), key -> new ArrayList<>())
          .add(new TierRecord.Version(EventRows.event(row), enrichments.get(ColdArchive.id(row))));
    }
    return entities.values().stream()
        .flatMap(versions -> TestTables.state(versions).stream())
        .map(version ->
            new Seen(
                version.event().getEntityKey(),
                version.event().getRevision(),
                version.event().getText().orElse(""),
                version.enrichment() == null ? "" : version.enrichment().getLanguage().orElse("")))
        .collect(Collectors.toSet());
  }

  @Override
  protected Set<State> states(Tier tier) {
    return Arrays.stream(TierTopic.values())
        .filter(topic -> topic != TierTopic.EVENTS && topic != TierTopic.ENRICHED)
        .flatMap(topic -> ((ColdTier) tier).archive().facts(topic, TestFacts.ENTITY).stream())
        .map(fact -> new State(fact.topic(), fact.key(), TestFacts.word(fact.value())))
        .collect(Collectors.toSet());
  }
}

package io.alluvium.recall;

import io.alluvium.sinks.search.Horizon;
import io.alluvium.sinks.search.TierAnswer;
import io.alluvium.sinks.search.TierHit;
import io.alluvium.sinks.search.TierQuery;
import io.alluvium.sinks.search.TierSearch;
import java.util.List;

/**
 * A tier that answers only for what a nearer one has dropped. Each reads at its own pace: asked for
 * more, it could show versions that the nearer one has seen superseded.
 */
public final class BeyondHorizon implements TierSearch {
  private static final TierAnswer NOTHING = new TierAnswer(List.of(), 0, true, 0, 0, List.of());

  private final TierSearch tier;
  private final Horizon nearer;

  /**
   * @param tier what answers
   * @param nearer how far back the nearer tier reaches, and what it knows
   */
  public BeyondHorizon(TierSearch tier, Horizon nearer) {
    this.tier = tier;
    this.nearer = nearer;
  }

  @Override
  public String tier() {
    return tier.tier();
  }

  @Override
  public TierAnswer search(TierQuery query) {
    return nearer
        .horizon()
        .map(horizon ->
            withoutKnown(tier.search(query.with(query.filter().ingestedBefore(horizon)))))
        .orElse(NOTHING);
  }

  private TierAnswer withoutKnown(TierAnswer answer) {
    var known = nearer.known(answer.hits().stream().map(TierHit::entityKey).toList());
    if (known.isEmpty()) {
      return answer;
    }
    var hits = answer.hits().stream().filter(hit -> !known.contains(hit.entityKey())).toList();
    return new TierAnswer(
        hits,
        answer.total() - (answer.hits().size() - hits.size()),
        answer.totalIsExact(),
        answer.shardsAsked(),
        answer.shardsAnswered(),
        answer.failures());
  }
}

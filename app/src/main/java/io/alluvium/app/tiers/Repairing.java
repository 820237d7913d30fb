package io.alluvium.app.tiers;

import io.alluvium.sinks.VersionId;
import io.alluvium.sinks.iceberg.ColdRepair;
import io.alluvium.sinks.iceberg.ColdVerification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Makes anew what is damaged in the cold tier, from the log. Of what the log does not have any more
 * it says what is lost: no other tier keeps whole events.
 */
final class Repairing implements Job.Work {
  private static final Set<String> VERSIONS = Set.of("events", "enrichments");
  private static final int NAMED = 100;

  private final TierSet tiers;
  private final AgeingParts parts;

  Repairing(TierSet tiers, AgeingParts parts) {
    this.tiers = tiers;
    this.parts = parts;
  }

  @Override
  public Map<String, Object> run(Job.Progress progress) {
    var damaged =
        tiers
            .cold()
            .verification()
            .run(at -> progress.at("files of cold." + at.table(), at.files(), at.of()));
    progress.at("damaged files of cold", 0, damaged.size());
    var states =
        damaged.stream()
            .map(ColdVerification.Damage::table)
            .filter(table -> !VERSIONS.contains(table))
            .collect(Collectors.toCollection(TreeSet::new));
    if (!states.isEmpty()) {
      Rebuilding.await(tiers.coldReader().changeBeneath(() -> tiers.cold().forget(states)), "cold");
    }
    var outcomes = repaired(damaged);
    var result = new LinkedHashMap<String, Object>();
    result.put("tier", "cold");
    result.put("from", "log");
    result.put("damaged", damaged.size());
    result.put("tables", List.copyOf(states));
    result.put("files", outcomes.stream().filter(ColdRepair.Outcome::repaired).count());
    result.put("lost", lost(outcomes));
    return result;
  }

  private List<ColdRepair.Outcome> repaired(List<ColdVerification.Damage> damaged) {
    try (var log = parts.replay()) {
      return tiers.cold().repair().run(damaged, log);
    }
  }

  private List<Map<String, Object>> lost(List<ColdRepair.Outcome> outcomes) {
    var lost = new ArrayList<Map<String, Object>>();
    for (var outcome : outcomes) {
      if (!outcome.repaired()) {
        var one = new LinkedHashMap<String, Object>();
        one.put("table", outcome.table());
        one.put("file", outcome.file());
        one.put("day", outcome.day().toString());
        one.put("rows", outcome.rows());
        var known = elsewhere(outcome);
        one.put("known", known.size());
        one.put("events", known.stream().limit(NAMED).map(VersionId::toString).toList());
        lost.add(one);
      }
    }
    return lost;
  }

  /** What hot and warm still show of it, in part. */
  private Set<VersionId> elsewhere(ColdRepair.Outcome outcome) {
    var known = new TreeSet<VersionId>();
    for (var live : tiers.live()) {
      for (int shard : tiers.shards()) {
        known.addAll(live.slices(shard).versions(outcome.day()));
      }
    }
    known.removeAll(outcome.sound());
    return known;
  }
}

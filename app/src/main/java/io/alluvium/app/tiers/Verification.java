package io.alluvium.app.tiers;

import io.alluvium.sinks.TierException;
import io.alluvium.sinks.ageing.Judgement;
import io.alluvium.sinks.ageing.SliceId;
import io.alluvium.sinks.ageing.SliceProof;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads every file of every tier, and compares every slice with the tiers behind it. */
final class Verification implements Job.Work {
  private final TierSet tiers;
  private final SliceProof proof;
  private final List<Map<String, Object>> damaged = new ArrayList<>();
  private final List<Map<String, Object>> different = new ArrayList<>();
  private final List<Map<String, Object>> waiting = new ArrayList<>();
  private long proven;
  private long versions;

  /**
   * @param proof a proof of its own
   */
  Verification(TierSet tiers, SliceProof proof) {
    this.tiers = tiers;
    this.proof = proof;
  }

  @Override
  public Map<String, Object> run(Job.Progress progress) {
    readFiles(progress);
    compare(progress);
    var result = new LinkedHashMap<String, Object>();
    result.put("sound", damaged.isEmpty() && different.isEmpty());
    result.put("slices", proven);
    result.put("versions", versions);
    result.put("damaged", damaged);
    result.put("different", different);
    result.put("waiting", waiting);
    return result;
  }

  private void readFiles(Job.Progress progress) {
    for (var live : tiers.live()) {
      for (int shard : tiers.shards()) {
        progress.at("files of " + live.name(), shard, tiers.partitions());
        live.tier()
            .damage(shard)
            .ifPresent(
                what -> damaged.add(Map.of("tier", live.name(), "shard", shard, "what", what)));
      }
    }
    tiers
        .cold()
        .verification()
        .run(at -> progress.at("files of cold." + at.table(), at.files(), at.of()))
        .forEach(damage ->
            damaged.add(
                Map.of(
                    "tier", "cold",
                    "table", damage.table(),
                    "file", damage.file(),
                    "what", damage.what())));
  }

  private void compare(Job.Progress progress) {
    for (var live : tiers.live()) {
      for (int shard : tiers.shards()) {
        progress.at("slices of " + live.name(), shard, tiers.partitions());
        try {
          for (var day : live.slices(shard).days().keySet()) {
            judge(new SliceId(live.name(), shard, day));
          }
        } catch (TierException unreadable) {
          different.add(
              Map.of(
                  "slice",
                  live.name() + "/" + shard,
                  "what",
                  String.valueOf(unreadable.getMessage())));
        }
      }
    }
  }

  private void judge(SliceId slice) {
    switch (proof.judge(slice)) {
      case Judgement.Proven(var digest, var leaving, var proofs, var sampled) -> {
        proven++;
        versions += digest.count();
      }
      case Judgement.Waiting(var why) ->
          waiting.add(Map.of("slice", slice.toString(), "what", why));
      case Judgement.Failed(var why, var events, var count) ->
          different.add(
              Map.of("slice", slice.toString(), "what", why, "events", events, "count", count));
    }
  }
}

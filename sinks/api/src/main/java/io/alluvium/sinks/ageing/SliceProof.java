package io.alluvium.sinks.ageing;

import io.alluvium.schemas.TierProof;
import io.alluvium.sinks.SliceDigest;
import io.alluvium.sinks.Slices;
import io.alluvium.sinks.TierOffsets;
import io.alluvium.sinks.VersionId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import org.apache.kafka.common.TopicPartition;

/**
 * Judges whether a slice may leave its tier: every version of it must be in every tier behind.
 *
 * <p>Tiers read the same log at their own pace, and a version can make way for a later one of the
 * same content. So the others are looked at first, and only a tier that has read at least as far is
 * compared with them; and a version counts as missing only when it was so twice, between which
 * every tier has read all that any had read at first. Not thread-safe.
 */
public final class SliceProof {
  /** Versions of a slice whose content is compared. */
  static final int SAMPLE = 16;

  private static final int NAMED = 100;
  private static final int LOOKS = 2;

  private final TierChain tiers;
  private final DayEnds log;
  private final ContentCheck content;
  private final String events;
  private final Map<SliceId, Suspicion> suspicions = new HashMap<>();

  /** What was missing at the first look, and how far all tiers had read by then. */
  private record Suspicion(Set<VersionId> missing, TierOffsets read) {}

  /**
   * @param archive contents of the last tier
   * @param events name of topic {@code events}
   */
  public SliceProof(TierChain tiers, ArchivedSlice archive, DayEnds log, String events) {
    this.tiers = tiers;
    this.log = log;
    this.content = new ContentCheck(tiers, archive);
    this.events = events;
  }

  /**
   * Judges a slice from what the tiers have committed.
   *
   * @throws io.alluvium.sinks.TierException if a tier or the log does not answer
   */
  public Judgement judge(SliceId slice) {
    var unread = unread(slice);
    if (unread.isPresent()) {
      return new Judgement.Waiting(unread.get());
    }
    var judgement = look(slice);
    for (int more = 1; more < LOOKS && suspicions.containsKey(slice); more++) {
      judgement = look(slice);
    }
    return judgement;
  }

  /** What looks after the archive once something has been dropped. */
  ArchiveWatch watch() {
    return new ArchiveWatch(tiers.archive(), events);
  }

  private Optional<String> unread(SliceId slice) {
    long end = log.offset(slice.shard(), slice.end().plus(AgeingPolicy.SETTLING));
    var part = new TopicPartition(events, slice.shard());
    for (var tier : tiers.all()) {
      long read = tier.slices(slice.shard()).standing().offsets().of(part).orElse(0);
      if (read < end) {
        return Optional.of(
            "%s has committed %s up to offset %d; the day ends at %d"
                .formatted(tier.name(), part, read, end));
      }
    }
    return Optional.empty();
  }

  /**
   * One look at a slice.
   *
   * @param behind the tiers that must have it
   * @param before how far the least of those had read before it
   */
  private record View(SliceId slice, List<ProvableTier> behind, TierOffsets before) {}

  private Judgement look(SliceId slice) {
    var behind = tiers.behind(slice);
    var view = new View(slice, behind, read(behind, slice.shard(), Math::min));
    var digests =
        behind.stream().map(tier -> tier.slices(slice.shard()).digest(slice.day())).toList();
    if (isBehind(view)) {
      return new Judgement.Waiting(slice.tier() + " has not read as far as the tiers behind it");
    }
    var digest = tiers.named(slice.tier()).slices(slice.shard()).digest(slice.day());
    if (digests.stream().allMatch(digest::equals)) {
      return proven(slice, digest, proofs(view, digests, "digests"));
    }
    return compare(view, digest, digests);
  }

  /** Whether a tier behind has read on, so that versions may have made way there already. */
  private boolean isBehind(View view) {
    int shard = view.slice().shard();
    var own = tiers.named(view.slice().tier()).slices(shard).standing().offsets();
    return !reaches(own, read(view.behind(), shard, Math::max));
  }

  /** Digests differ: another tier may have more, but nothing may be missing there. */
  private Judgement compare(View view, SliceDigest digest, List<SliceDigest> digests) {
    var slice = view.slice();
    var others = new ArrayList<Set<VersionId>>();
    view.behind().forEach(tier -> others.add(tier.slices(slice.shard()).versions(slice.day())));
    if (isBehind(view)) {
      return new Judgement.Waiting(slice.tier() + " has not read as far as the tiers behind it");
    }
    var versions = tiers.named(slice.tier()).slices(slice.shard()).versions(slice.day());
    if (!digest(versions).equals(digest)) {
      return new Judgement.Waiting("the slice has just changed");
    }
    var missing = new TreeSet<VersionId>();
    for (var other : others) {
      versions.stream().filter(id -> !other.contains(id)).forEach(missing::add);
    }
    return missing.isEmpty()
        ? proven(slice, digest, proofs(view, digests, "sets"))
        : suspect(view, missing, others);
  }

  private Judgement suspect(View view, Set<VersionId> missing, List<Set<VersionId>> others) {
    var slice = view.slice();
    var first = suspicions.get(slice);
    if (first == null) {
      var read = read(tiers.all(), slice.shard(), Math::max);
      suspicions.put(slice, new Suspicion(Set.copyOf(missing), read));
    }
    if (first == null || !reaches(view.before(), first.read())) {
      return new Judgement.Waiting(
          missing.size() + " versions are looked for again when all tiers have read on");
    }
    suspicions.remove(slice);
    missing.retainAll(first.missing());
    if (missing.isEmpty()) {
      return new Judgement.Waiting("the slice has just changed");
    }
    return new Judgement.Failed(
        missing.size() + " versions are missing in " + whereMissing(view, missing, others),
        missing.stream().limit(NAMED).map(VersionId::toString).toList(),
        missing.size());
  }

  private static String whereMissing(
      View view, Set<VersionId> missing, List<Set<VersionId>> others) {
    var names = new ArrayList<String>();
    for (int at = 0; at < others.size(); at++) {
      if (!others.get(at).containsAll(missing)) {
        names.add(view.behind().get(at).name());
      }
    }
    return String.join(" and ", names);
  }

  private Judgement proven(SliceId slice, SliceDigest digest, List<TierProof> proofs) {
    suspicions.remove(slice);
    var own = tiers.named(slice.tier()).slices(slice.shard());
    var sample = new ArrayList<>(own.versions(slice.day()));
    Collections.shuffle(sample);
    var chosen = sample.subList(0, Math.min(SAMPLE, sample.size()));
    var different = content.differences(slice, chosen);
    if (!different.isEmpty()) {
      return new Judgement.Failed(
          "the content of " + different.size() + " of " + chosen.size() + " versions differs",
          different.stream().limit(NAMED).toList(),
          different.size());
    }
    var held = own.days().getOrDefault(slice.day(), new Slices.Held(0, 0));
    return new Judgement.Proven(digest, held.leaving(), proofs, chosen.size());
  }

  private List<TierProof> proofs(View view, List<SliceDigest> digests, String compared) {
    int shard = view.slice().shard();
    var part = new TopicPartition(events, shard);
    var proofs = new ArrayList<TierProof>();
    for (int at = 0; at < digests.size(); at++) {
      var tier = view.behind().get(at);
      proofs.add(
          TierProof.newBuilder()
              .setTier(tier.name())
              .setVersions(digests.get(at).count())
              .setDigest(digests.get(at).hex())
              .setCompared(compared)
              .setOffset(tier.slices(shard).standing().offsets().of(part).orElse(0))
              .build());
    }
    return proofs;
  }

  private static SliceDigest digest(Set<VersionId> versions) {
    var sum = new SliceDigest.Sum();
    versions.forEach(sum::add);
    return sum.digest();
  }

  /** How far tiers have read: each partition as far as the one that counts. */
  private static TierOffsets read(
      List<? extends ProvableTier> tiers, int shard, BinaryOperator<Long> which) {
    var read = new HashMap<TopicPartition, Long>();
    for (var tier : tiers) {
      var next = tier.slices(shard).standing().offsets().next();
      next.forEach((part, offset) -> read.merge(part, offset, which));
    }
    return new TierOffsets(read);
  }

  private static boolean reaches(TierOffsets read, TierOffsets wanted) {
    return read.next().entrySet().stream()
        .allMatch(part -> part.getValue() >= wanted.of(part.getKey()).orElse(0));
  }
}

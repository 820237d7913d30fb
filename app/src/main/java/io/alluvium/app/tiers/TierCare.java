package io.alluvium.app.tiers;

import io.alluvium.app.status.AgeingStatus;
import io.alluvium.schemas.SliceAgeing;
import io.alluvium.schemas.Topics;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import io.alluvium.sinks.ageing.AgeingPolicy;
import io.alluvium.sinks.ageing.SliceId;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Looks after the tiers of a node: lets them age, says what is where and why, does what is asked of
 * them. Opens nothing before it is needed. Thread-safe.
 */
public final class TierCare implements AutoCloseable {
  /**
   * What it needs of the node.
   *
   * @param client how to reach Kafka
   * @param clock what time it is
   */
  public record Surroundings(
      Topics topics,
      SchemaRegistryClient registry,
      Map<String, Object> client,
      InstantSource clock) {}

  private final TierSet tiers;
  private final AgeingParts parts;
  private final AgeingRounds rounds;
  private final SliceViews views;
  private final TierJobs jobs;
  private final Replenishing replenishing;

  /** Prepares everything; {@link #start} begins. */
  public TierCare(TierSet tiers, AgeingPolicy policy, Surroundings node) {
    this.tiers = tiers;
    this.parts = new AgeingParts(tiers, policy, node);
    this.rounds = new AgeingRounds(tiers, parts, node.clock());
    this.views = new SliceViews(tiers, parts);
    this.jobs = new TierJobs(tiers, parts, node.clock());
    this.replenishing = new Replenishing(jobs);
  }

  /** Lets slices age from now on, and makes shards whole that came without their past. */
  public void start() {
    rounds.start();
    replenishing.start();
  }

  /** Does all that can be done now; what fails is tried again in the next round. */
  public void round() {
    rounds.round();
  }

  /** What can be asked of the tiers. */
  public TierJobs jobs() {
    return jobs;
  }

  /** What keeps ageing from going on: an error, or proofs that failed; empty while nothing does. */
  public Optional<String> trouble() {
    return rounds
        .error()
        .or(() ->
            failed().stream()
                .findFirst()
                .map(record -> SliceId.of(record) + ": " + record.getFailure().orElse("")));
  }

  /** Slices whose last proof failed, the oldest first; none before the first round. */
  public List<SliceAgeing> failed() {
    return records().stream()
        .filter(record -> record.getFailure().isPresent())
        .sorted(Comparator.comparing(SliceAgeing::getDay))
        .toList();
  }

  /** The newest record of every slice; none before the first round. */
  public List<SliceAgeing> records() {
    return parts.records();
  }

  /** What each tier keeps, counted in its files. */
  public List<TierStock> stock() {
    return Stock.of(tiers);
  }

  /** How slices age, as of the last round. */
  public AgeingStatus status() {
    var slices = new TreeMap<String, Map<String, Long>>();
    var failures = new TreeMap<String, Long>();
    var skipped = new TreeMap<String, Long>();
    for (var live : tiers.live()) {
      slices.put(live.name(), new TreeMap<>());
      failures.put(live.name(), 0L);
      skipped.put(live.name(), live.tier().skipped());
    }
    for (var record : records()) {
      slices
          .computeIfAbsent(record.getTier(), tier -> new TreeMap<>())
          .merge(record.getState(), 1L, Long::sum);
      failures.merge(record.getTier(), record.getFailure().isPresent() ? 1L : 0L, Long::sum);
    }
    return new AgeingStatus(slices, failures, rounds.oldestDays(), skipped);
  }

  /**
   * Every slice of a tier, those that are gone included, and what it waits for.
   *
   * @param tier name of a tier; without one, of all
   */
  public List<SliceView> slices(Optional<String> tier) {
    return views.all(tier);
  }

  /** The slices that may leave their tiers up to the end of a day, if nothing else comes. */
  public List<SliceView> simulate(LocalDate day) {
    return views.leavingUntil(day);
  }

  @Override
  public void close() {
    replenishing.close();
    rounds.close();
    parts.close();
  }
}

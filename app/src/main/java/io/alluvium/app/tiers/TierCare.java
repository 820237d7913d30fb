package io.alluvium.app.tiers;

import io.alluvium.app.UserError;
import io.alluvium.app.status.AgeingStatus;
import io.alluvium.schemas.SliceAgeing;
import io.alluvium.schemas.Topics;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import io.alluvium.sinks.TierException;
import io.alluvium.sinks.ageing.Ageing;
import io.alluvium.sinks.ageing.AgeingPolicy;
import io.alluvium.sinks.ageing.SliceId;
import io.alluvium.sinks.ageing.SliceOutlook;
import io.alluvium.sinks.ageing.SliceProof;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the tiers of a node: lets them age, says what is where and why, verifies. Opens
 * nothing before it is needed. Thread-safe.
 */
public final class TierCare implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TierCare.class);
  private static final Duration FIRST_ROUND = Duration.ofSeconds(30);
  private static final Duration ROUND = Duration.ofMinutes(10);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

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

  /** What is open once it was needed. */
  private record Parts(Admin admin, AgeingLog ledger, Ageing ageing) {}

  private final TierSet tiers;
  private final AgeingPolicy policy;
  private final Surroundings node;
  private final Job job = new Job();
  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("ageing").factory());
  private @Nullable Parts parts;
  private volatile Optional<String> error = Optional.empty();
  private volatile Map<String, Long> oldestDays = Map.of();

  /** Prepares everything; {@link #start} begins. */
  public TierCare(TierSet tiers, AgeingPolicy policy, Surroundings node) {
    this.tiers = tiers;
    this.policy = policy;
    this.node = node;
  }

  /** Lets slices age from now on. */
  public void start() {
    var scheduled =
        rounds.scheduleWithFixedDelay(
            this::round, FIRST_ROUND.toMillis(), ROUND.toMillis(), TimeUnit.MILLISECONDS);
    LOG.debug("Scheduled {}", scheduled);
  }

  /** Does all that can be done now; what fails is tried again in the next round. */
  public void round() {
    try {
      open().ageing().round(tiers.shards());
      oldestDays = oldestDays();
      error = Optional.empty();
    } catch (TierException | KafkaException failure) {
      LOG.warn("Slices do not age now; it is tried again later", failure);
      error = Optional.of(String.valueOf(failure.getMessage()));
    } catch (RuntimeException unexpected) {
      LOG.error("Slices do not age now; it is tried again later", unexpected);
      error = Optional.of(unexpected.toString());
    }
  }

  private synchronized Parts open() {
    var open = parts;
    if (open == null) {
      var admin = Admin.create(node.client());
      try {
        var ledger = new AgeingLog(node.topics().ageing(), node.registry(), node.client());
        var ageing = new Ageing(tiers.chain(), proof(admin), ledger, policy, node.clock());
        open = new Parts(admin, ledger, ageing);
      } catch (RuntimeException failure) {
        admin.close(Duration.ZERO);
        throw failure;
      }
      parts = open;
    }
    return open;
  }

  private SliceProof proof(Admin admin) {
    var events = node.topics().events();
    return new SliceProof(
        tiers.chain(), tiers.cold().archive(), new EventLogEnds(admin, events), events);
  }

  /** What keeps ageing from going on: an error, or proofs that failed; empty while nothing does. */
  public Optional<String> trouble() {
    return error.or(() ->
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
  public synchronized List<SliceAgeing> records() {
    var open = parts;
    return open == null ? List.of() : List.copyOf(open.ledger().all());
  }

  /** What each tier keeps, counted in its files. */
  public List<TierStock> stock() {
    return Stock.of(tiers);
  }

  /** How the newest long piece of work is doing; null before the first. */
  public Job.@Nullable Status job() {
    return job.status();
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
    return new AgeingStatus(slices, failures, oldestDays, skipped);
  }

  /** How old the oldest slice of each tier is that has not been dropped. */
  private Map<String, Long> oldestDays() {
    var ages = new TreeMap<String, Long>();
    var today = LocalDate.ofInstant(node.clock().instant(), ZoneOffset.UTC);
    for (var live : tiers.live()) {
      for (int shard : tiers.shards()) {
        var slices = live.slices(shard);
        var left = slices.days().tailMap(slices.standing().oldestDay());
        if (!left.isEmpty()) {
          ages.merge(live.name(), ChronoUnit.DAYS.between(left.firstKey(), today), Math::max);
        }
      }
    }
    return ages;
  }

  /**
   * Every slice of a tier, those that are gone included, and what it waits for.
   *
   * @param tier name of a tier; without one, of all
   */
  public List<SliceView> slices(Optional<String> tier) {
    var open = open();
    var views = new ArrayList<SliceView>();
    var present = new HashSet<SliceId>();
    for (var outlook : outlook(tier)) {
      present.add(outlook.slice());
      views.add(SliceView.of(outlook, open.ledger().get(outlook.slice()).orElse(null)));
    }
    open.ledger().all().stream()
        .filter(record -> tier.isEmpty() || tier.get().equals(record.getTier()))
        .filter(record -> !present.contains(SliceId.of(record)))
        .map(SliceView::gone)
        .forEach(views::add);
    views.sort(
        Comparator.comparing(SliceView::tier)
            .thenComparing(SliceView::day)
            .thenComparing(SliceView::shard));
    return views;
  }

  private List<SliceOutlook> outlook(Optional<String> tier) {
    var outlook = new ArrayList<SliceOutlook>();
    for (var live : tiers.live()) {
      if (tier.isEmpty() || tier.get().equals(live.name())) {
        outlook.addAll(open().ageing().outlook(live.name(), tiers.shards()));
      }
    }
    return outlook;
  }

  /** The slices that may leave their tiers up to the end of a day, if nothing else comes. */
  public List<SliceView> simulate(LocalDate day) {
    Instant end = day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    return outlook(Optional.empty()).stream()
        .filter(outlook -> outlook.leaving() > 0 && outlook.due().isBefore(end))
        .map(outlook -> SliceView.of(outlook, null))
        .toList();
  }

  /**
   * Begins to verify everything.
   *
   * @throws UserError TIERS_BUSY while something else runs
   */
  public Job.Status verify() {
    return job.start("verify", new Verification(tiers, proof(open().admin())));
  }

  /**
   * Begins to bring days back to the hot tier, from cold; they are not dropped again for a while.
   *
   * @param from first day
   * @param to last day
   * @param keep how long they stay at least
   * @throws UserError TIERS_BUSY while something else runs
   */
  public Job.Status restore(LocalDate from, LocalDate to, Duration keep) {
    var until = node.clock().instant().plus(keep);
    return job.start("restore", new Restoring(tiers, open().ageing(), from, to, until));
  }

  /**
   * Begins to make a tier anew.
   *
   * @param from {@code log} or {@code cold}; without one the log, if it has everything
   * @throws UserError TIERS_BUSY while something else runs; TIER_UNKNOWN; LOG_NOT_WHOLE if the log
   *     does not have everything that is to come from it
   */
  public Job.Status rebuild(String tier, Optional<String> from) {
    var log = new LogStarts(open().admin(), node.topics());
    boolean whole = log.isWhole(tiers.partitions());
    boolean fromLog = from.map("log"::equals).orElse(whole || tier.equals("cold"));
    if (fromLog && !whole) {
      throw new UserError(
          "LOG_NOT_WHOLE",
          "The log does not have everything any more (trim.events.ms).",
          tier.equals("cold")
              ? "Cold is the only one that has: put the files that verify names back from a backup."
              : "Rebuild it from cold: --from cold.");
    }
    if (tier.equals("cold")) {
      return job.start("rebuild", progress -> Rebuilding.cold(tiers, progress));
    }
    var live =
        tiers.live().stream()
            .filter(one -> one.name().equals(tier))
            .findFirst()
            .orElseThrow(() ->
                new UserError(
                    "TIER_UNKNOWN", "There is no tier '" + tier + "'.", "Say hot, warm or cold."));
    return job.start("rebuild", new Rebuilding(tiers, live, log, fromLog));
  }

  @Override
  public void close() {
    rounds.shutdownNow();
    try {
      if (!rounds.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("Ageing did not stop in time; it goes on where it was");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      var open = parts;
      if (open != null) {
        open.ledger().close();
        open.admin().close(Duration.ZERO);
        parts = null;
      }
    }
  }
}

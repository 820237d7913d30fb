package io.alluvium.sinks.ageing;

import io.alluvium.schemas.ContentHash;
import io.alluvium.schemas.SliceAgeing;
import io.alluvium.sinks.TestEvent;
import io.alluvium.sinks.TierRecord;
import io.alluvium.sinks.VersionId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Three tiers in memory, a log, a ledger and a clock. */
final class ModelTiers implements ArchivedSlice, AgeingLedger, DayEnds {
  static final LocalDate DAY = LocalDate.of(2026, 3, 1);
  static final Duration HOT = Duration.ofDays(7);
  static final Duration WARM = Duration.ofDays(90);

  final List<TierRecord.Version> log = new ArrayList<>();
  final ModelTier hot = new ModelTier("hot", false, log);
  final ModelTier warm = new ModelTier("warm", false, log);
  final ModelTier cold = new ModelTier("cold", true, log);
  final Map<SliceId, SliceAgeing> ledger = new HashMap<>();
  final List<String> written = new ArrayList<>();
  Instant now = DAY.plusDays(30).atStartOfDay().toInstant(ZoneOffset.UTC);

  private final TierChain chain = new TierChain(List.of(hot, warm), cold);
  final SliceProof proof = new SliceProof(chain, this, this, ModelTier.EVENTS.topic());
  Ageing ageing = fresh();

  /** As after a restart. */
  Ageing fresh() {
    var policy = new AgeingPolicy(Map.of("hot", HOT, "warm", WARM), Duration.ofDays(1));
    InstantSource clock = () -> now;
    return new Ageing(
        chain, new SliceProof(chain, this, this, ModelTier.EVENTS.topic()), this, policy, clock);
  }

  /** Appends a version, its content hash that of its content. */
  VersionId given(LocalDate day, String key, long revision, String text) {
    var event = TestEvent.version(key, revision, text).event();
    event.setContentHash(ContentHash.of(event).hex());
    event.setIngestedAt(day.atTime(12, 0).toInstant(ZoneOffset.UTC));
    var record = new TierRecord.Version(event, null);
    log.add(record);
    return ModelTier.id(record);
  }

  void readAll() {
    hot.readAll();
    warm.readAll();
    cold.readAll();
  }

  void round() {
    ageing.round(Set.of(0));
  }

  static SliceId slice(String tier, LocalDate day) {
    return new SliceId(tier, 0, day);
  }

  SliceState state(String tier, LocalDate day) {
    return get(slice(tier, day)).map(record -> SliceState.valueOf(record.getState())).orElse(null);
  }

  @Override
  public long offset(int partition, Instant moment) {
    long offset = 0;
    for (var record : log) {
      if (!record.event().getIngestedAt().isBefore(moment)) {
        return offset;
      }
      offset++;
    }
    return offset;
  }

  @Override
  public Optional<SliceAgeing> get(SliceId slice) {
    return Optional.ofNullable(ledger.get(slice));
  }

  @Override
  public Collection<SliceAgeing> all() {
    return List.copyOf(ledger.values());
  }

  @Override
  public void put(SliceAgeing record) {
    var slice = SliceId.of(record);
    written.add(slice + " " + record.getState());
    ledger.put(slice, record);
  }

  @Override
  public Map<VersionId, TierRecord.Version> find(
      int shard, LocalDate day, Collection<VersionId> ids) {
    return log.stream()
        .filter(record -> ids.contains(ModelTier.id(record)))
        .collect(Collectors.toMap(ModelTier::id, record -> record, (one, same) -> one));
  }
}

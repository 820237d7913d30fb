package io.alluvium.topology;

import io.alluvium.schemas.EntityState;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.NullUnmarked;

/**
 * Tells a new version from a duplicate, a sighting and a revert, by the rules of {@link Dedupe}.
 *
 * <p>Decides from {@code entities} (the current version of every entity, kept for ever) and {@code
 * first-seen} (superseded hashes, kept for a retention of ingestion time). Correct over restarts
 * only with {@code exactly_once_v2}.
 */
final class DedupeStep implements FixedKeyProcessorSupplier<byte[], Hashed, Verdict> {
  private static final Duration PURGE_INTERVAL = Duration.ofSeconds(5);

  /** Some 30 ms on a busy machine: short enough for the events behind it. */
  private static final int PURGE_LIMIT = 1_000;

  private final Duration retention;

  DedupeStep(Duration retention) {
    this.retention = retention;
  }

  @Override
  public Set<StoreBuilder<?>> stores() {
    return new LinkedHashSet<>(List.of(EntityStore.builder(), FirstSeen.builder()));
  }

  @Override
  public FixedKeyProcessor<byte[], Hashed, Verdict> get() {
    return new Judge(retention);
  }

  // What init() sets is not null in process(), by the contract of Processor.
  @NullUnmarked
  private static final class Judge implements FixedKeyProcessor<byte[], Hashed, Verdict> {
    private final Duration retention;
    private FixedKeyProcessorContext<byte[], Verdict> context;
    private Dedupe dedupe;
    private Pulse purge;

    Judge(Duration retention) {
      this.retention = retention;
    }

    @Override
    public void init(FixedKeyProcessorContext<byte[], Verdict> context) {
      this.context = context;
      KeyValueStore<Bytes, byte[]> hashes = context.getStateStore(FirstSeen.STORE);
      var firstSeen = new FirstSeen(hashes, retention, context::currentStreamTimeMs);
      KeyValueStore<String, EntityState> entities = context.getStateStore(EntityStore.STORE);
      this.dedupe = new Dedupe(Objects.requireNonNull(entities), firstSeen);
      // What has expired is told by the time of records: without any there is nothing more.
      this.purge = new Pulse(context, PURGE_INTERVAL, now -> firstSeen.purge(PURGE_LIMIT));
      purge.start();
    }

    @Override
    public void process(FixedKeyRecord<byte[], Hashed> record) {
      Verdict verdict =
          switch (record.value()) {
            case Hashed.Identified(var raw, var hash) ->
                dedupe.judge(new Report(raw, hash.hex(), Instant.ofEpochMilli(record.timestamp())));
            case Verdict.Rejected rejected -> rejected;
          };
      context.forward(record.withValue(verdict));
      purge.start();
    }
  }
}

package io.alluvium.topology.similar;

import io.alluvium.schemas.ContentHash;
import io.alluvium.schemas.EnrichedEvent;
import io.alluvium.schemas.registry.UndecodableRecordException;
import io.alluvium.topology.Pulse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * Signs the text of each new version, remembers it, and moves its entity into the buckets of its
 * bands and out of those of its last version. So an entity stands in one bucket of each band, and
 * is never compared with itself.
 *
 * <p>A deletion, a text that is too short, and 90 days without a new version move it out.
 */
// What init() sets is not null in process(), by the contract of Processor.
@NullUnmarked
final class SignStep implements Processor<byte[], byte[], byte[], byte[]> {
  private static final Duration PURGE_INTERVAL = Duration.ofSeconds(5);

  /** Each moves out of 16 buckets: some 30 ms in all, short enough for the events behind it. */
  private static final int PURGE_LIMIT = 200;

  private final Deserializer<EnrichedEvent> deserializer;
  private final int partitions;
  private final Signature.Maker maker = new Signature.Maker();
  private ProcessorContext<byte[], byte[]> context;
  private KnownTexts texts;
  private Pulse purge;
  private Sensor signed;
  private Sensor unreadable;

  SignStep(Deserializer<EnrichedEvent> deserializer, int partitions) {
    this.deserializer = deserializer;
    this.partitions = partitions;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    this.texts =
        new KnownTexts(context.getStateStore(KnownTexts.STORE), context::currentStreamTimeMs);
    this.signed = Tally.TEXTS.in(context.metrics());
    this.unreadable = Tally.UNREADABLE.in(context.metrics());
    // What has expired is told by the time of records: without any there is nothing more.
    this.purge = new Pulse(context, PURGE_INTERVAL, now -> texts.expire(PURGE_LIMIT, this::forget));
    purge.start();
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    purge.start();
    if (record.value() == null) {
      return;
    }
    try {
      var enriched = deserializer.deserialize("", record.value());
      var event = enriched.getEvent();
      var hash = new ContentHash(event.getContentHash());
      var entity = ShortKey.of(event.getEntityKey(), partitions);
      // An older version that comes late is not what its entity says now.
      if (event.getCurrent()) {
        apply(entity, enriched, hash);
      }
    } catch (UndecodableRecordException | IllegalArgumentException e) {
      unreadable.record();
    }
  }

  private void apply(long entity, EnrichedEvent enriched, ContentHash hash) {
    var event = enriched.getEvent();
    var old = texts.stored(entity);
    if (old != null && old.isVersion(event.getEntityKey(), hash.hex()) && !texts.isExpired(old)) {
      return;
    }
    Optional<Signature> signature = event.getDeleted() ? Optional.empty() : signature(enriched);
    if (signature.isEmpty()) {
      forget(entity);
      return;
    }
    leave(entity, old, signature.get());
    var time = context.currentStreamTimeMs();
    texts.replace(
        entity, new KnownText(event.getEntityKey(), hash.hex(), signature.get(), time, List.of()));
    var place = new Place(entity, signature.get().sketch());
    for (int band = 0; band < Signature.BANDS; band++) {
      move(signature.get().band(band), new Move.Enter(place));
    }
    signed.record();
  }

  /** As it was derived; made here where that was switched off, or by another algorithm. */
  private Optional<Signature> signature(EnrichedEvent enriched) {
    var derived = enriched.getEnrichment();
    if (NearDuplicates.ALGORITHM.equals(derived.getModels().get(NearDuplicates.SIGNATURE))) {
      return derived.getSignature().map(Signature::of);
    }
    return maker.sign(SimilarText.of(enriched.getEvent()));
  }

  private void forget(long entity) {
    leave(entity, texts.stored(entity), null);
    texts.remove(entity);
  }

  /** Moves out of the buckets of the last version, where the next one does not enter again. */
  private void leave(long entity, @Nullable KnownText old, @Nullable Signature next) {
    for (int band = 0; old != null && band < Signature.BANDS; band++) {
      var key = old.signature().band(band);
      if (next == null || next.band(band) != key) {
        move(key, new Move.Leave(entity));
      }
    }
  }

  private void move(int band, Move move) {
    var key = ByteBuffer.allocate(Integer.BYTES).putInt(band).array();
    context.forward(
        new Record<>(key, move.bytes(), context.currentStreamTimeMs(), new RecordHeaders()));
  }
}

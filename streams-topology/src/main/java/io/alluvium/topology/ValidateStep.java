package io.alluvium.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.FailureReason;
import io.alluvium.schemas.RawEvent;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.UndecodableRecordException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.jspecify.annotations.Nullable;

/**
 * Tells raw events from everything else that may lie on a raw topic.
 *
 * <p>What is wrong with the record itself becomes a dead letter. A registry that is away says
 * nothing about the record: the exception leaves the step, and the record is read again later.
 */
final class ValidateStep implements FixedKeyProcessorSupplier<byte[], byte[], Checked> {
  private final Deserializer<RawEvent> deserializer;
  private final int partitions;

  ValidateStep(IngestConfig config) {
    this.deserializer = AvroSerde.of(RawEvent.class, config.registry()).deserializer();
    this.partitions = config.partitions();
  }

  @Override
  public FixedKeyProcessor<byte[], byte[], Checked> get() {
    return new Validate(deserializer, partitions);
  }

  /** What is wrong with a record. */
  private record Flaw(FailureReason reason, String message) {}

  private static final class Validate extends ContextualFixedKeyProcessor<byte[], byte[], Checked> {
    private final Deserializer<RawEvent> deserializer;
    private final int partitions;

    Validate(Deserializer<RawEvent> deserializer, int partitions) {
      this.deserializer = deserializer;
      this.partitions = partitions;
    }

    @Override
    public void process(FixedKeyRecord<byte[], byte[]> record) {
      context().forward(record.withValue(check(record)));
    }

    private Checked check(FixedKeyRecord<byte[], byte[]> record) {
      if (record.value() == null) {
        return reject(record, null, new Flaw(FailureReason.NOT_AVRO, "The value is null"));
      }
      RawEvent raw;
      try {
        raw = deserializer.deserialize(DeadLetters.place(context()).topic(), record.value());
      } catch (UndecodableRecordException e) {
        return reject(record, null, new Flaw(e.reason(), message(e)));
      }
      return flaw(record, raw)
          .<Checked>map(flaw -> reject(record, raw, flaw))
          .orElseGet(() -> new Checked.Valid(raw));
    }

    private Optional<Flaw> flaw(FixedKeyRecord<byte[], byte[]> record, RawEvent raw) {
      var broken = RawEventRules.broken(raw);
      if (broken.isPresent()) {
        return Optional.of(new Flaw(FailureReason.INVALID_EVENT, broken.get()));
      }
      if (!DeadLetters.fits(record)) {
        return Optional.of(new Flaw(FailureReason.INVALID_EVENT, "The record is too large"));
      }
      if (!Arrays.equals(record.key(), raw.getEntityKey().getBytes(UTF_8))) {
        var key = record.key() == null ? "null" : "'" + new String(record.key(), UTF_8) + "'";
        return Optional.of(
            new Flaw(
                FailureReason.KEY_MISMATCH,
                "Record key is " + key + ", entity key is '" + raw.getEntityKey() + "'"));
      }
      return misplaced(record.key());
    }

    private Optional<Flaw> misplaced(byte[] key) {
      var lies = DeadLetters.place(context()).partition();
      var belongs = EntityKey.partition(key, partitions);
      return lies == belongs
          ? Optional.empty()
          : Optional.of(
              new Flaw(
                  FailureReason.MISPLACED,
                  "Lies on partition " + lies + ", belongs on " + belongs + " of " + partitions));
    }

    private Verdict.Rejected reject(
        FixedKeyRecord<byte[], byte[]> record, @Nullable RawEvent raw, Flaw flaw) {
      var letter = DeadLetters.of(record, context(), flaw.reason(), flaw.message());
      if (raw == null) {
        var source = record.headers().lastHeader("ce_source");
        letter.setSource(
            source == null || source.value() == null ? null : new String(source.value(), UTF_8));
        return new Verdict.Rejected(
            new Reporter(letter.getSource().orElse(""), "", null, null), letter);
      }
      letter.setSource(raw.getSource());
      letter.setScope(raw.getScope());
      return new Verdict.Rejected(Reporter.of(raw), letter);
    }

    private static String message(Exception e) {
      return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
  }
}

package io.alluvium.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alluvium.schemas.DeadLetter;
import io.alluvium.schemas.EnrichedEvent;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.Sighting;
import io.alluvium.topology.enrich.Enriched;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Turns an outcome into the records of one topic, with the headers of that topic: those of the
 * record that was read say where it came from and stay behind.
 *
 * <p>What nearly every record brings is encoded here already: a sink keeps what it is given until
 * the broker has acknowledged it, and an object is several times as large as its bytes.
 *
 * @param <V> outcome of the steps before
 * @param <T> value of that topic
 */
final class PublishStep<V, T> extends ContextualProcessor<byte[], V, byte[], T> {
  /** Turns a value into the bytes that its topic has. */
  @FunctionalInterface
  interface Encoder<T> {
    byte[] encode(T value);
  }

  private final Function<Record<byte[], V>, List<Record<byte[], T>>> select;

  private PublishStep(Function<Record<byte[], V>, List<Record<byte[], T>>> select) {
    this.select = select;
  }

  /** New versions. */
  static Processor<byte[], Verdict, byte[], byte[]> events(Encoder<Event> encoder) {
    return new PublishStep<>(verdict ->
        verdict.value() instanceof Verdict.Published(var reporter, var event, var sightings)
            ? List.of(
                record(verdict.key(), encoder.encode(event), verdict, CloudEvents.headers(event)))
            : List.of());
  }

  /** Sightings that began, changed or ended. */
  static Processor<byte[], Verdict, byte[], byte[]> sightings(Encoder<Sighting> encoder) {
    return new PublishStep<>(verdict ->
        switch (verdict.value()) {
          case Verdict.Published published -> sightings(verdict, published.sightings(), encoder);
          case Verdict.Seen seen -> List.of(sighting(verdict, seen.sighting(), encoder));
          case Verdict.Duplicate duplicate -> List.of();
          case Verdict.Rejected rejected -> List.of();
        });
  }

  private static List<Record<byte[], byte[]>> sightings(
      Record<byte[], Verdict> verdict, List<Sighting> sightings, Encoder<Sighting> encoder) {
    var records = new ArrayList<Record<byte[], byte[]>>(sightings.size());
    for (var sighting : sightings) {
      records.add(sighting(verdict, sighting, encoder));
    }
    return records;
  }

  /** Records that are no raw events. */
  static Processor<byte[], Verdict, byte[], DeadLetter> deadLetters() {
    return new PublishStep<>(verdict ->
        verdict.value() instanceof Verdict.Rejected(var reporter, var letter)
            ? List.of(verdict.withValue(letter).withHeaders(DeadLetters.headers(letter)))
            : List.of());
  }

  /** Events with what was derived from them. */
  static Processor<byte[], Enriched, byte[], EnrichedEvent> enriched() {
    return new PublishStep<>(outcome ->
        outcome.value() instanceof Enriched.Complete(var event)
            ? List.of(outcome.withValue(event).withHeaders(CloudEvents.headers(event.getEvent())))
            : List.of());
  }

  /** Records that are no events. */
  static Processor<byte[], Enriched, byte[], DeadLetter> setAside() {
    return new PublishStep<>(outcome ->
        outcome.value() instanceof Enriched.Rejected(var letter)
            ? List.of(outcome.withValue(letter).withHeaders(DeadLetters.headers(letter)))
            : List.of());
  }

  private static Record<byte[], byte[]> sighting(
      Record<byte[], Verdict> verdict, Sighting sighting, Encoder<Sighting> encoder) {
    var key =
        String.join(
            RecordKeys.SEPARATOR,
            sighting.getEntityKey(),
            sighting.getContentHash(),
            sighting.getSource());
    return record(key.getBytes(UTF_8), encoder.encode(sighting), verdict, new RecordHeaders());
  }

  private static Record<byte[], byte[]> record(
      byte[] key, byte[] value, Record<byte[], Verdict> verdict, Headers headers) {
    return new Record<>(key, value, verdict.timestamp(), headers);
  }

  @Override
  public void process(Record<byte[], V> outcome) {
    for (var record : select.apply(outcome)) {
      context().forward(record);
    }
  }
}

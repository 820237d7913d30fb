package io.alluvium.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alluvium.schemas.DeadLetter;
import io.alluvium.schemas.EnrichedEvent;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.Sighting;
import io.alluvium.topology.enrich.Enriched;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Turns an outcome into the records of one topic, with the headers of that topic: those of the
 * record that was read say where it came from and stay behind.
 *
 * @param <V> outcome of the steps before
 * @param <T> value of that topic
 */
final class PublishStep<V, T> extends ContextualProcessor<byte[], V, byte[], T> {
  private final Function<Record<byte[], V>, List<Record<byte[], T>>> select;

  private PublishStep(Function<Record<byte[], V>, List<Record<byte[], T>>> select) {
    this.select = select;
  }

  /** New versions. */
  static Processor<byte[], Verdict, byte[], Event> events() {
    return new PublishStep<>(verdict ->
        verdict.value() instanceof Verdict.Published(var reporter, var event, var sightings)
            ? List.of(verdict.withValue(event).withHeaders(CloudEvents.headers(event)))
            : List.of());
  }

  /** Sightings that began, changed or ended. */
  static Processor<byte[], Verdict, byte[], Sighting> sightings() {
    return new PublishStep<>(verdict ->
        switch (verdict.value()) {
          case Verdict.Published published ->
              published.sightings().stream().map(seen -> sighting(verdict, seen)).toList();
          case Verdict.Seen seen -> List.of(sighting(verdict, seen.sighting()));
          case Verdict.Duplicate duplicate -> List.of();
          case Verdict.Rejected rejected -> List.of();
        });
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

  private static Record<byte[], Sighting> sighting(
      Record<byte[], Verdict> verdict, Sighting sighting) {
    var key =
        String.join(
            RecordKeys.SEPARATOR,
            sighting.getEntityKey(),
            sighting.getContentHash(),
            sighting.getSource());
    return verdict
        .withKey(key.getBytes(UTF_8))
        .withValue(sighting)
        .withHeaders(new RecordHeaders());
  }

  @Override
  public void process(Record<byte[], V> outcome) {
    select.apply(outcome).forEach(context()::forward);
  }
}

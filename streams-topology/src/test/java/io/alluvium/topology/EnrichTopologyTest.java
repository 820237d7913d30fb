package io.alluvium.topology;

import static io.alluvium.topology.enrich.Texts.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.models.Encoder;
import io.alluvium.schemas.EnrichedEvent;
import io.alluvium.schemas.Enrichment;
import io.alluvium.schemas.Event;
import io.alluvium.topology.enrich.Enrichments;
import io.alluvium.topology.enrich.EventEnrichment;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.avro.generic.PrimitivesArrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every event comes out, in order, with what could be derived from it. */
final class EnrichTopologyTest {
  private static final String ENGLISH =
      "The reader keeps its position in the index, so that a restart goes on where it stopped.";

  private TestStream stream =
      TestStream.enrich(List.of(enrichment("tone", event -> {})), EnrichConfig.DEFAULT_TIMEOUT);

  @AfterEach
  void close() {
    stream.close();
  }

  private void enrichBy(EventEnrichment... enrichments) {
    enrichWithin(EnrichConfig.DEFAULT_TIMEOUT, enrichments);
  }

  private void enrichWithin(Duration timeout, EventEnrichment... enrichments) {
    stream.close();
    stream = TestStream.enrich(List.of(enrichments), timeout);
  }

  @Test
  void passesATombstoneWithoutDeriving() {
    enrichBy(failing("language"));
    var tombstone = event("file", "a.md", null);
    tombstone.setDeleted(true);
    stream.send(tombstone);
    assertThat(stream.enriched())
        .singleElement()
        .satisfies(e -> assertThat(e.getEvent().getDeleted()).isTrue())
        .satisfies(e -> assertThat(e.getEnrichment().getFailures()).isEmpty());
  }

  @Test
  void leavesThePayloadBehind() {
    var event = event("message", "m", ENGLISH);
    event.setPayload(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    stream.send(event);
    assertThat(stream.enriched())
        .singleElement()
        .satisfies(e -> assertThat(e.getEvent().getPayload()).isEmpty())
        .satisfies(e -> assertThat(e.getEvent().getText()).contains(ENGLISH))
        .satisfies(e ->
            assertThat(e.getEnrichment().getEnrichmentVersion()).isEqualTo(Enrichments.VERSION));
  }

  @Test
  void publishesAnEventWhoseEnrichmentFails() {
    enrichBy(failing("tone"), deriving(e -> e.setLanguage("eng")));
    stream.send(event("message", "m", ENGLISH));
    assertThat(stream.enriched())
        .singleElement()
        .extracting(EnrichedEvent::getEnrichment)
        .satisfies(e -> assertThat(e.getLanguage()).contains("eng"))
        .satisfies(e ->
            assertThat(e.getFailures())
                .hasEntrySatisfying("tone", r -> assertThat(r).contains("no model")));
  }

  @Test
  void publishesAnEventWhoseEnrichmentTakesTooLong() {
    var never = new CountDownLatch(1);
    enrichWithin(
        Duration.ofMillis(100),
        enrichment(
            "tone",
            event -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }));
    stream.send(event("message", "m", ENGLISH));
    assertThat(stream.enriched())
        .singleElement()
        .satisfies(e ->
            assertThat(e.getEnrichment().getFailures())
                .containsExactly(Map.entry("tone", "Took longer than 100 ms")));
  }

  @Test
  void keepsTheOrderOfEvents() {
    IntStream.range(0, 50).forEach(i -> stream.send(event("message", "m" + i, ENGLISH)));
    assertThat(stream.enriched())
        .extracting(e -> e.getEvent().getTitle().orElseThrow())
        .containsExactlyElementsOf(IntStream.range(0, 50).mapToObj(i -> "m" + i).toList());
  }

  @Test
  void setsAsideWhatIsNoEventAndGoesOn() {
    stream.send("k", new byte[] {1, 2, 3});
    stream.send(event("message", "m", ENGLISH));
    assertThat(stream.enriched()).hasSize(1);
    assertThat(stream.deadLetters())
        .singleElement()
        .satisfies(letter -> assertThat(letter.getReason()).isEqualTo("NOT_AVRO"));
  }

  @Test
  void countsWhatEachEnrichmentDid() {
    enrichBy(failing("tone"), enrichment("language", event -> {}));
    stream.send(event("message", "m", ENGLISH));
    stream.send(event("message", "m", ENGLISH));
    assertThat(stream.metric("events-total", "enrichment", "language")).isEqualTo(2.0);
    assertThat(stream.metric("failures-total", "enrichment", "language")).isEqualTo(0.0);
    assertThat(stream.metric("failures-total", "enrichment", "tone")).isEqualTo(2.0);
    assertThat(stream.metric("seconds-total", "enrichment", "tone")).isPositive();
  }

  @Test
  void derivesEverythingThatIsNotSwitchedOff() {
    enrichBy(Enrichments.without(Set.of("passages", "tone")).toArray(EventEnrichment[]::new));
    stream.send(event("message", "m", ENGLISH + " Thanks, that is great!"));
    assertThat(stream.enriched())
        .singleElement()
        .extracting(EnrichedEvent::getEnrichment)
        .satisfies(e -> assertThat(e.getPassages()).isEmpty())
        .satisfies(e -> assertThat(e.getTone()).isEmpty())
        .satisfies(
            e -> assertThat(e.getModels()).containsOnlyKeys("language", "keyPhrases", "signature"))
        .satisfies(e ->
            assertThat(e.getFailures())
                .containsOnly(
                    Map.entry("passages", "Switched off"), Map.entry("tone", "Switched off")));
  }

  @Test
  void carriesVectorsAsPlainFloats() {
    enrichBy(Enrichments.without(Set.of()).toArray(EventEnrichment[]::new));
    stream.send(event("message", "m", ENGLISH));
    assertThat(stream.enriched())
        .singleElement()
        .extracting(e -> e.getEnrichment().getPassages().getFirst().getVector())
        .isInstanceOf(PrimitivesArrays.FloatArray.class)
        .satisfies(vector -> assertThat(vector).hasSize(Encoder.DIMENSIONS));
  }

  private static EventEnrichment deriving(Consumer<Enrichment> result) {
    return new EventEnrichment() {
      @Override
      public String field() {
        return "language";
      }

      @Override
      public Consumer<Enrichment> derive(Event event) {
        return result;
      }
    };
  }

  private static EventEnrichment failing(String field) {
    return enrichment(
        field,
        event -> {
          throw new IllegalStateException("no model");
        });
  }

  private static EventEnrichment enrichment(String field, Consumer<Event> work) {
    return new EventEnrichment() {
      @Override
      public String field() {
        return field;
      }

      @Override
      public Consumer<Enrichment> derive(Event event) {
        work.accept(event);
        return enrichment -> {};
      }
    };
  }
}

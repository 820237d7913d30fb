package io.alluvium.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.alluvium.schemas.EnrichedEvent;
import io.alluvium.schemas.Enrichment;
import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.VersionOrder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every event comes out, in order, with what could be derived from it. */
final class EnrichTopologyTest {
  private static final String ENGLISH =
      "The reader keeps its position in the index, so that a restart goes on where it stopped.";

  private TestStream stream =
      TestStream.enrich(List.of(new LanguageEnrichment()), EnrichTopology.TIMEOUT);

  @AfterEach
  void close() {
    stream.close();
  }

  private void enrichBy(EventEnrichment... enrichments) {
    enrichWithin(EnrichTopology.TIMEOUT, enrichments);
  }

  private void enrichWithin(Duration timeout, EventEnrichment... enrichments) {
    stream.close();
    stream = TestStream.enrich(List.of(enrichments), timeout);
  }

  @Test
  void namesTheLanguageItsConfidenceAndItsModel() {
    stream.send(event("message", "m", ENGLISH));
    stream.send(
        event("message", "m", "Der Leser merkt sich seine Stelle im Index, damit es weitergeht."));
    assertThat(stream.enriched())
        .extracting(EnrichedEvent::getEnrichment)
        .allSatisfy(e -> assertThat(e.getModels()).containsOnlyKeys("language"))
        .allSatisfy(e -> assertThat(e.getLanguageConfidence().orElseThrow()).isBetween(0.0, 1.0))
        .extracting(e -> e.getLanguage().orElseThrow())
        .containsExactly("eng", "deu");
  }

  @Test
  void saysNothingAboutTextThatIsTooShortOrNoLanguage() {
    stream.send(event("message", "m", "OK LGTM thanks"));
    stream.send(event("message", "m", "1234 5678 9012 3456 7890 1234 5678 90"));
    stream.send(event("message", "m", null));
    assertThat(stream.enriched())
        .extracting(EnrichedEvent::getEnrichment)
        .allSatisfy(e -> assertThat(e.getLanguage()).isEmpty())
        .allSatisfy(e -> assertThat(e.getFailures()).isEmpty())
        .allSatisfy(e -> assertThat(e.getModels()).isEmpty());
  }

  @Test
  void looksForALanguageOnlyInFilesThatAreProse() {
    stream.send(event("file", "src/Main.java", ENGLISH));
    stream.send(event("file", "data.json", ENGLISH));
    stream.send(event("file", "docs/guide.md", ENGLISH));
    stream.send(event("file", "README", ENGLISH));
    assertThat(stream.enriched())
        .extracting(
            e -> e.getEvent().getTitle().orElseThrow(),
            e -> e.getEnrichment().getLanguage().orElse(null),
            e -> e.getEnrichment().getFailures())
        .containsExactly(
            tuple("src/Main.java", null, Map.of()),
            tuple("data.json", null, Map.of()),
            tuple("docs/guide.md", "eng", Map.of()),
            tuple("README", "eng", Map.of()));
  }

  @Test
  void judgesACommitByItsMessageAlone() {
    stream.send(
        event(
            "commit",
            "subject",
            "Alle Dateien werden jetzt einzeln gelesen und nicht mehr auf einmal\n\n"
                + "M  the/longest/path/of/all/that/there/are.txt  +1 -1\n".repeat(20)));
    assertThat(stream.enriched())
        .extracting(e -> e.getEnrichment().getLanguage().orElse(null))
        .containsExactly("deu");
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
            assertThat(e.getEnrichment().getEnrichmentVersion())
                .isEqualTo(EnrichTopology.ENRICHMENT_VERSION));
  }

  @Test
  void publishesAnEventWhoseEnrichmentFails() {
    enrichBy(failing("tone"), new LanguageEnrichment());
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

  private static Event event(String kind, String title, String text) {
    return Event.newBuilder()
        .setContentHash("0".repeat(64))
        .setHashVersion(1)
        .setRevision(0)
        .setCurrent(true)
        .setType(kind + ".created")
        .setKind(kind)
        .setDeleted(false)
        .setEntityKey(EntityKey.file("root", "a").value())
        .setVersionOrder(new VersionOrder(0L, 0L, 1L))
        .setOccurredAt(Instant.EPOCH)
        .setObservedAt(Instant.EPOCH)
        .setIngestedAt(Instant.EPOCH)
        .setSource("laptop")
        .setConnectorType("files")
        .setScope("/work")
        .setTitle(title)
        .setText(text)
        .build();
  }
}

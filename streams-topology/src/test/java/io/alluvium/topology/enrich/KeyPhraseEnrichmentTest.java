package io.alluvium.topology.enrich;

import static io.alluvium.topology.enrich.Texts.derive;
import static io.alluvium.topology.enrich.Texts.event;
import static io.alluvium.topology.enrich.Texts.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.schemas.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KeyPhraseEnrichmentTest {
  private static final String KAFKA =
      "Apache Kafka is a distributed event streaming platform. It stores streams of events in"
          + " topics, and the event streams are read by consumer groups. A consumer group divides"
          + " the partitions of a topic among its members, so that every partition is read by one"
          + " member.";

  @Test
  void namesWhatATextIsAboutTheWeightiestFirst() {
    var phrases = phrases(message(KAFKA));
    assertThat(phrases.getFirst()).isEqualTo("distributed event streaming platform");
    assertThat(phrases).contains("apache kafka", "event streams", "consumer groups").hasSize(8);
  }

  @Test
  void countsTheTitleOfAnIssueButNotTheNameOfAFile() {
    var text = "It happens after each restart of the broker, and only when two nodes share a disk.";
    assertThat(phrases(event("issue", "Corrupt offset index", text)))
        .contains("corrupt offset index");
    assertThat(phrases(event("file", "corrupt offset.md", text))).doesNotContain("corrupt offset");
  }

  @Test
  void readsNoCode() {
    assertThat(
            phrases(
                message(
                    "The consumer does not commit when it is closed with a timeout of zero:\n"
                        + "```java\nvar secretSauce = consumer.close(Duration.ZERO);\n```\n")))
        .noneMatch(phrase -> phrase.contains("sauce"))
        .contains("timeout");
  }

  @Test
  void saysNothingAboutAFewWordsOrAnotherLanguage() {
    assertThat(phrases(message("LGTM, ship it"))).isEmpty();
    assertThat(
            phrases(
                message("Der Leser merkt sich seine Stelle im Index, damit es weitergehen kann.")))
        .isEmpty();
    assertThat(phrases(message(null))).isEmpty();
  }

  @Test
  void namesItsModel() {
    assertThat(derive(new KeyPhraseEnrichment(), message(KAFKA)).getModels())
        .containsEntry("keyPhrases", "rake 1");
  }

  private static List<String> phrases(Event event) {
    return derive(new KeyPhraseEnrichment(), event).getKeyPhrases();
  }
}

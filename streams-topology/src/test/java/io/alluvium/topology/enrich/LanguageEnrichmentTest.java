package io.alluvium.topology.enrich;

import static io.alluvium.topology.enrich.Texts.derive;
import static io.alluvium.topology.enrich.Texts.event;
import static io.alluvium.topology.enrich.Texts.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.schemas.Event;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LanguageEnrichmentTest {
  private static final String ENGLISH =
      "The reader keeps its position in the index, so that a restart goes on where it stopped.";

  @Test
  void namesTheLanguageItsConfidenceAndItsModel() {
    var german = "Der Leser merkt sich seine Stelle im Index, damit es weitergeht.";
    assertThat(language(message(german))).contains("deu");
    var enrichment = derive(new LanguageEnrichment(), message(ENGLISH));
    assertThat(enrichment.getLanguage()).contains("eng");
    assertThat(enrichment.getLanguageConfidence().orElseThrow()).isBetween(0.0, 1.0);
    assertThat(enrichment.getModels()).containsOnlyKeys("language");
  }

  @Test
  void saysNothingAboutTextThatIsTooShortOrNoLanguage() {
    assertThat(language(message("OK LGTM thanks"))).isEmpty();
    assertThat(language(message("1234 5678 9012 3456 7890 1234 5678 90"))).isEmpty();
    assertThat(language(message(null))).isEmpty();
  }

  @Test
  void looksForALanguageOnlyInFilesThatAreProse() {
    assertThat(language(event("file", "src/Main.java", ENGLISH))).isEmpty();
    assertThat(language(event("file", "data.json", ENGLISH))).isEmpty();
    assertThat(language(event("file", "docs/guide.md", ENGLISH))).contains("eng");
    assertThat(language(event("file", "README", ENGLISH))).contains("eng");
  }

  @Test
  void judgesACommitByItsMessageAlone() {
    var message = "Alle Dateien werden jetzt einzeln gelesen und nicht mehr auf einmal\n\n";
    var paths = "M  the/longest/path/of/all/that/there/are.txt  +1 -1\n".repeat(20);
    assertThat(language(event("commit", "subject", message + paths))).contains("deu");
  }

  private static Optional<String> language(Event event) {
    return derive(new LanguageEnrichment(), event).getLanguage();
  }
}

package io.alluvium.topology.enrich;

import static io.alluvium.topology.enrich.Texts.derive;
import static io.alluvium.topology.enrich.Texts.message;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ToneEnrichmentTest {
  @Test
  void hearsPraiseAndAnger() {
    assertThat(tone("Great work, thanks a lot! This is a wonderful change.")).contains("positive");
    assertThat(tone("This is terrible. I hate how annoying the new dialog is."))
        .contains("negative");
  }

  @Test
  void hearsANegation() {
    assertThat(tone("The new page is not good at all.")).contains("negative");
    assertThat(tone("It isn't bad.")).contains("positive");
  }

  @Test
  void hearsBothSidesAsNeutral() {
    assertThat(tone("The idea is good and the code is ugly.")).contains("neutral");
  }

  @Test
  void takesNoWordOfTheTradeForAJudgement() {
    assertThat(tone("Fix a fatal error: the job was killed when the process died with bug 12."))
        .isEmpty();
    assertThat(tone("Abort the conflicting transaction and drop the dead connection.")).isEmpty();
  }

  @Test
  void saysNothingWhereNothingIsSaidOrInAnotherLanguage() {
    assertThat(tone("The reader keeps its position in the index.")).isEmpty();
    assertThat(tone("Die Funktion hat den Fehler, dass der Gift Shop nicht mehr funktioniert."))
        .isEmpty();
    assertThat(tone(null)).isEmpty();
    assertThat(tone("")).isEmpty();
  }

  @Test
  void givesAScoreAndItsModel() {
    var mild = derive(new ToneEnrichment(), message("This is nice."));
    var strong = derive(new ToneEnrichment(), message("This is really excellent, I love it."));
    assertThat(mild.getToneScore().orElseThrow())
        .isBetween(0.2, strong.getToneScore().orElseThrow());
    assertThat(strong.getToneScore().orElseThrow()).isBetween(0.6, 1.0);
    assertThat(strong.getModels()).containsOnlyKeys("tone");
  }

  private static Optional<String> tone(String text) {
    return derive(new ToneEnrichment(), message(text)).getTone();
  }
}

package io.alluvium.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.Writer;
import org.junit.jupiter.api.Test;

final class ProgressLineTest {
  @Test
  void drawsABarWhereAPersonLooksOn() {
    var nowhere = new PrintWriter(Writer.nullWriter());
    var line = new ProgressLine(new Terminal(nowhere, nowhere, true, false, 80));
    assertThat(line.reading(new FirstRead(false, 2_500, 10_000, 2_600)))
        .isEqualTo("Reading  ━━━━━━──────────────────  25 %  2,500 of 10,000, 0/s");
  }

  @Test
  void saysNumbersElsewhere() {
    var line = new ProgressLine(Screen.plain().terminal());
    assertThat(line.reading(new FirstRead(false, 2_500, 10_000, 2_600)))
        .isEqualTo("Reading  25 %  2,500 of 10,000, 0/s");
    assertThat(line.indexing(1_234)).isEqualTo("Indexing  1,234 to go");
  }

  @Test
  void countsEventsWhileNobodyKnowsHowManyThereAre() {
    var line = new ProgressLine(Screen.plain().terminal());
    assertThat(line.reading(new FirstRead(false, 0, 0, 7))).startsWith("Reading  7 events");
  }
}

package io.alluvium.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class EncoderTest {
  private static final String DELETION = "Deletion hides a message, erasure removes its content.";
  private static final String BUILD =
      "The nightly build fails on Windows since the compiler update.";
  private static final String LUNCH = "We had lunch at the Italian place around the corner.";

  private final Encoder encoder = Encoder.shared();

  @Test
  void givesUnitVectorsOf384Numbers() {
    for (var text : List.of(DELETION, "ok", "", "\0", "🚀", "x".repeat(1 << 19))) {
      var vector = encoder.passage(text);
      assertThat(vector).hasSize(Encoder.DIMENSIONS);
      assertThat(dot(vector, vector)).isCloseTo(1, within(1e-4));
    }
  }

  @Test
  void givesTheVectorsThatWereStoredBefore() {
    assertThat(encoder.passage("Deletion hides, erasure removes."))
        .startsWith(
            new float[] {-0.0601f, 0.0394f, 0.0143f, 0.0433f, -0.0176f, 0.0160f, 0.0735f, -0.0636f},
            within(0.005f));
  }

  @Test
  void findsTheAnswerToAQuestion() {
    assertThat(best("how can I get rid of what a message said?")).isEqualTo(DELETION);
    assertThat(best("what broke the compilation last night?")).isEqualTo(BUILD);
    assertThat(best("where did you eat?")).isEqualTo(LUNCH);
  }

  @Test
  void tellsAQuestionFromAPassage() {
    assertThat(dot(encoder.query(BUILD), encoder.passage(BUILD))).isBetween(0.8, 0.999);
  }

  /** Whatever else is computed at the time: no text is computed together with another. */
  @Test
  void givesATextTheSameVectorAtAnyTime() {
    var fresh = new Encoder(2, 0);
    var alone = fresh.passage(DELETION);
    var others = new ArrayList<CompletableFuture<float[]>>();
    for (int i = 0; i < 20; i++) {
      var text = i % 2 == 0 ? DELETION : BUILD + i;
      others.add(CompletableFuture.supplyAsync(() -> fresh.passage(text)));
    }
    for (int i = 0; i < others.size(); i += 2) {
      assertThat(others.get(i).join()).isEqualTo(alone);
    }
    assertThat(encoder.passage(DELETION)).isEqualTo(alone);
  }

  @Test
  void handsOutVectorsThatMayBeChanged() {
    var mine = encoder.passage(LUNCH);
    mine[0] = 42;
    assertThat(encoder.passage(LUNCH)[0]).isLessThan(1);
  }

  @Test
  void readsNoFurtherThanTheModelDoes() {
    var begin = "word ".repeat(Encoder.MOST_TOKENS);
    assertThat(encoder.passage(begin)).isEqualTo(encoder.passage(begin + "and much more"));
  }

  @Test
  @Timeout(20)
  void givesUpItsPlaceInTheQueueWhenInterrupted() {
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> encoder.passage("never seen before"));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(encoder.passage("never seen before")).hasSize(Encoder.DIMENSIONS);
  }

  private String best(String question) {
    var asked = encoder.query(question);
    var best = DELETION;
    for (var text : List.of(BUILD, LUNCH)) {
      if (dot(asked, encoder.passage(text)) > dot(asked, encoder.passage(best))) {
        best = text;
      }
    }
    return best;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}

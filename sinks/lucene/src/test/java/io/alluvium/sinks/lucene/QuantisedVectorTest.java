package io.alluvium.sinks.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class QuantisedVectorTest {
  private final Random random = new Random(3);

  @Test
  void noNumberIsOffByMoreThanAScale() {
    for (int round = 0; round < 100; round++) {
      var vector = TierBed.unit(numbers(384));
      var quantised = QuantisedVector.of(vector);
      float scale = QuantisedVector.scale(quantised);
      for (int i = 0; i < vector.length; i++) {
        assertThat(quantised[i] * scale).isCloseTo(vector[i], within(scale));
      }
    }
  }

  @Test
  void theLargestNumberTakesTheWholeRange() {
    assertThat(QuantisedVector.of(TierBed.unit(0.25f, -0.5f))).isEqualTo(new byte[] {64, -127});
  }

  @Test
  void isOfLengthOneAgain() {
    var quantised = QuantisedVector.of(TierBed.unit(numbers(384)));
    double square = 0;
    for (byte number : quantised) {
      square += Math.pow(number * QuantisedVector.scale(quantised), 2);
    }
    assertThat(square).isCloseTo(1, within(1e-6));
  }

  @Test
  void theDotProductIsNearlyThatOfTheVectorsThemselves() {
    var asked = TierBed.unit(numbers(384));
    var vector = TierBed.unit(numbers(384));
    float exact = 0;
    for (int i = 0; i < vector.length; i++) {
      exact += asked[i] * vector[i];
    }
    assertThat(QuantisedVector.dotProduct(asked, QuantisedVector.of(vector)))
        .isCloseTo(exact, within(0.002f));
  }

  private float[] numbers(int count) {
    var numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }
}

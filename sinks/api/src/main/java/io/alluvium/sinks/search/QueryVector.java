package io.alluvium.sinks.search;

import java.util.Arrays;

/** What a question means, to be compared with the vectors of passages that the same model made. */
public final class QueryVector {
  private final String model;
  private final float[] numbers;

  /**
   * @param model which model made it, spelled as in {@code Enrichment.models}: vectors of different
   *     models are never compared
   * @param numbers of length 1
   */
  public QueryVector(String model, float[] numbers) {
    this.model = model;
    this.numbers = numbers.clone();
  }

  /** Which model made it. */
  public String model() {
    return model;
  }

  /** Its numbers, in an array of the caller's own. */
  public float[] numbers() {
    return numbers.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof QueryVector that
        && model.equals(that.model)
        && Arrays.equals(numbers, that.numbers);
  }

  @Override
  public int hashCode() {
    return 31 * model.hashCode() + Arrays.hashCode(numbers);
  }

  @Override
  public String toString() {
    return numbers.length + " numbers of " + model;
  }
}

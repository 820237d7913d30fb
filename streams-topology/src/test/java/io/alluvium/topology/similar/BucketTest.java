package io.alluvium.topology.similar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Who shares a band: the newest, the most similar first, and none who is only a little alike. */
final class BucketTest {
  private static final Sketch SKETCH = new Sketch(0, 0);

  @Test
  void holdsTheNewest() {
    var bucket = Bucket.of(null);
    for (long i = 0; i < 40; i++) {
      bucket = bucket.with(new Place(i, SKETCH));
    }
    assertThat(bucket.places())
        .extracting(Place::entity)
        .containsExactlyElementsOf(LongStream.range(8, 40).boxed().toList());
  }

  @Test
  void ranksBySimilarityAndLeavesOutWhatIsFarFromIt() {
    var bucket =
        Bucket.of(null)
            .with(new Place(1, new Sketch(0xFF, 0)))
            .with(new Place(2, new Sketch(-1L, 0)))
            .with(new Place(3, new Sketch(1, 0)));
    assertThat(bucket.near(SKETCH)).extracting(Place::entity).containsExactly(3L, 1L);
  }

  @Test
  void isReadAsItWasWritten() {
    var bucket = Bucket.of(null).with(new Place(7, new Sketch(1, 2))).with(new Place(8, SKETCH));
    assertThat(Bucket.of(bucket.bytes())).isEqualTo(bucket);
    assertThat(bucket.without(7).holds(7)).isFalse();
    assertThat(bucket.holds(7)).isTrue();
    assertThat(bucket.without(7).without(8).isEmpty()).isTrue();
  }
}

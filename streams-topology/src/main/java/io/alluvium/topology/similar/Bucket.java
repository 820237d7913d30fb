package io.alluvium.topology.similar;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * The entities whose texts share one band, oldest first, each once, the newest {@link #MOST}.
 *
 * @param places not to be changed
 */
record Bucket(List<Place> places) {
  /** So many stay; a licence header or a template cannot make one bucket dear. */
  static final int MOST = 32;

  /**
   * What a sketch must say for a pair to be worth comparing: nearly four deviations below 0.8, so
   * that it costs no pair, and most of those that only share a template are left out.
   */
  private static final double WORTH_COMPARING = 0.6;

  private static final byte FORMAT = 1;

  static Bucket of(byte @Nullable [] value) {
    var places = new ArrayList<Place>();
    if (value != null) {
      var bytes = ByteBuffer.wrap(value);
      var format = bytes.get();
      if (format != FORMAT) {
        throw new SerializationException(
            "Store " + MatchStep.STORE + " has format " + format + ", this version reads 1");
      }
      while (bytes.hasRemaining()) {
        places.add(Place.read(bytes));
      }
    }
    return new Bucket(places);
  }

  byte[] bytes() {
    var bytes = ByteBuffer.allocate(1 + places.size() * Place.BYTES).put(FORMAT);
    places.forEach(place -> place.write(bytes));
    return bytes.array();
  }

  boolean isEmpty() {
    return places.isEmpty();
  }

  boolean holds(long entity) {
    return places.stream().anyMatch(place -> place.entity() == entity);
  }

  /** Those that may be near-duplicates, the most similar first. */
  List<Place> near(Sketch sketch) {
    return places.stream()
        .filter(place -> isWorthComparing(place.sketch(), sketch))
        .sorted(
            Comparator.comparingDouble((Place place) -> place.sketch().similarity(sketch))
                .reversed())
        .toList();
  }

  static boolean isWorthComparing(Sketch one, Sketch other) {
    return one.similarity(other) >= WORTH_COMPARING;
  }

  Bucket without(long entity) {
    return new Bucket(places.stream().filter(place -> place.entity() != entity).toList());
  }

  /** With a place more; the oldest goes if there are too many. */
  Bucket with(Place place) {
    var more = new ArrayList<>(places.size() < MOST ? places : places.subList(1, places.size()));
    more.add(place);
    return new Bucket(more);
  }
}

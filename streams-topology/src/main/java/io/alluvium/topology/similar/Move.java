package io.alluvium.topology.similar;

import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;

/** What happens to an entity in one bucket: value of the repartition topic {@code bands}. */
sealed interface Move {
  byte ENTER = 'e';
  byte LEAVE = 'l';

  /** It takes the newest place, and is compared with those that are there. */
  record Enter(Place place) implements Move {}

  /** Its text is another one now, too old, or gone. */
  record Leave(long entity) implements Move {}

  default byte[] bytes() {
    return switch (this) {
      case Enter(var place) -> {
        var bytes = ByteBuffer.allocate(1 + Place.BYTES).put(ENTER);
        place.write(bytes);
        yield bytes.array();
      }
      case Leave(var entity) ->
          ByteBuffer.allocate(1 + ShortKey.BYTES).put(LEAVE).putLong(entity).array();
    };
  }

  static Move of(byte[] value) {
    var bytes = ByteBuffer.wrap(value);
    var kind = bytes.get();
    return switch (kind) {
      case ENTER -> new Enter(Place.read(bytes));
      case LEAVE -> new Leave(bytes.getLong());
      default -> throw new SerializationException("Unknown move " + kind);
    };
  }
}

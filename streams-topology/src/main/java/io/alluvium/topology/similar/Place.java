package io.alluvium.topology.similar;

import java.nio.ByteBuffer;

/**
 * Where an entity stands in a bucket: who it is and a sketch of its text.
 *
 * @param entity its {@link ShortKey}
 * @param sketch of the text of its newest version
 */
record Place(long entity, Sketch sketch) {
  static final int BYTES = ShortKey.BYTES + Sketch.BYTES;

  static Place read(ByteBuffer bytes) {
    return new Place(bytes.getLong(), new Sketch(bytes.getLong(), bytes.getLong()));
  }

  /** Tells this version of this entity from all others, as far as sketches do. */
  long version() {
    return (entity * 31 + sketch.first()) * 31 + sketch.second();
  }

  void write(ByteBuffer bytes) {
    bytes.putLong(entity).putLong(sketch.first()).putLong(sketch.second());
  }
}

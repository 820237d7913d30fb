package io.alluvium.topology;

import io.alluvium.schemas.EntityState;
import io.alluvium.schemas.SightingState;
import io.alluvium.schemas.VersionOrder;
import io.alluvium.schemas.registry.BoundedDecoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.avro.io.Encoder;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * How the store {@code entities} keeps a state, one for each entity that ever was: with hashes in
 * binary and flags in one byte it is half as long as the Avro record.
 *
 * <p>Format 1 was the Avro record; it is read, and written anew with the entity's next report.
 */
final class EntityStateSerde {
  private static final int AVRO = 1;
  private static final int FORMAT = 2;
  private static final int HASH_BYTES = 32;

  private static final int DELETED = 1;
  private static final int STATED_DELETION = 1 << 1;

  private static final int LIVE = 1;
  private static final int PRIVATE = 1 << 1;
  private static final int URL = 1 << 2;
  private static final int OTHER_VERSION = 1 << 3;

  private EntityStateSerde() {}

  static Serde<EntityState> create() {
    var avro = StoreSerde.of(EntityState.class).deserializer();
    Deserializer<EntityState> deserializer =
        (store, bytes) ->
            switch (bytes[0]) {
              case AVRO -> avro.deserialize(store, bytes);
              case FORMAT -> read(store, bytes);
              default ->
                  throw new SerializationException(
                      store + " has format " + bytes[0] + ", this version reads 1 to " + FORMAT);
            };
    return Serdes.serdeFrom(
        (store, state) -> StoreSerde.bytes(FORMAT, out -> write(state, out)), deserializer);
  }

  private static void write(EntityState state, Encoder out) throws IOException {
    var stated = state.getStatedDeletion();
    out.writeInt(flag(DELETED, state.getDeleted()) | flag(STATED_DELETION, stated.isPresent()));
    writeHash(state.getContentHash(), out);
    writeOrder(state.getVersionOrder(), out);
    if (stated.isPresent()) {
      writeOrder(stated.get(), out);
    }
    out.writeLong(state.getRevision());
    out.writeLong(state.getNextRevision());
    out.writeInt(state.getSightings().size());
    for (var word : state.getSightings()) {
      write(word, out);
    }
  }

  private static void write(SightingState word, Encoder out) throws IOException {
    var url = word.getUrl();
    var other = word.getContentHash();
    out.writeInt(
        flag(LIVE, word.getLive())
            | flag(PRIVATE, word.getVisibility().equals("private"))
            | flag(URL, url.isPresent())
            | flag(OTHER_VERSION, other.isPresent()));
    out.writeString(word.getSource());
    out.writeString(word.getScope());
    out.writeLong(word.getObservation());
    if (url.isPresent()) {
      out.writeString(url.get());
    }
    if (other.isPresent()) {
      writeHash(other.get(), out);
    }
  }

  private static void writeHash(String hash, Encoder out) throws IOException {
    out.writeFixed(HexFormat.of().parseHex(hash), 0, HASH_BYTES);
  }

  private static void writeOrder(VersionOrder order, Encoder out) throws IOException {
    out.writeLong(order.getEpoch());
    out.writeLong(order.getUpstream());
    out.writeLong(order.getObservation());
  }

  private static int flag(int flag, boolean set) {
    return set ? flag : 0;
  }

  private static EntityState read(String store, byte[] bytes) {
    try {
      return read(new BoundedDecoder(bytes, 1));
    } catch (IOException e) {
      throw new SerializationException(store + " holds a value that cannot be read", e);
    }
  }

  private static EntityState read(BoundedDecoder in) throws IOException {
    var state = new EntityState();
    var flags = in.readInt();
    state.setDeleted((flags & DELETED) != 0);
    state.setContentHash(readHash(in));
    state.setVersionOrder(readOrder(in));
    state.setStatedDeletion((flags & STATED_DELETION) == 0 ? null : readOrder(in));
    state.setRevision(in.readLong());
    state.setNextRevision(in.readLong());
    state.setSightings(readSightings(in));
    return state;
  }

  private static List<SightingState> readSightings(BoundedDecoder in) throws IOException {
    var count = in.readInt();
    var sightings = new ArrayList<SightingState>();
    for (int i = 0; i < count; i++) {
      var flags = in.readInt();
      var word = new SightingState();
      word.setLive((flags & LIVE) != 0);
      word.setVisibility((flags & PRIVATE) == 0 ? "public" : "private");
      word.setSource(in.readString());
      word.setScope(in.readString());
      word.setObservation(in.readLong());
      word.setUrl((flags & URL) == 0 ? null : in.readString());
      word.setContentHash((flags & OTHER_VERSION) == 0 ? null : readHash(in));
      sightings.add(word);
    }
    return sightings;
  }

  private static String readHash(BoundedDecoder in) throws IOException {
    var hash = new byte[HASH_BYTES];
    in.readFixed(hash, 0, HASH_BYTES);
    return HexFormat.of().formatHex(hash);
  }

  private static VersionOrder readOrder(BoundedDecoder in) throws IOException {
    return new VersionOrder(in.readLong(), in.readLong(), in.readLong());
  }
}

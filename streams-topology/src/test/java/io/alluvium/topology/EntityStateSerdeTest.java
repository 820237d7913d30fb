package io.alluvium.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.schemas.EntityState;
import io.alluvium.schemas.SightingState;
import io.alluvium.schemas.VersionOrder;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

/** The value format of {@code entities}, and the one before it. */
final class EntityStateSerdeTest {
  private static final String HASH = "0123456789abcdef".repeat(4);
  private static final String OTHER_HASH = "f0".repeat(32);

  private final Serde<EntityState> serde = EntityStateSerde.create();

  @Test
  void readsWhatItWrote() {
    var state = state();
    assertThat(read(write(state))).isEqualTo(state);
    state.setStatedDeletion(null);
    state.setDeleted(false);
    state.setSightings(List.of());
    assertThat(read(write(state))).isEqualTo(state);
  }

  @Test
  void readsWhatVersionsBeforeWroteInAvro() {
    var before = StoreSerde.of(EntityState.class).serializer().serialize("entities", state());
    assertThat(before[0]).isEqualTo((byte) 1);
    assertThat(read(before)).isEqualTo(state());
    assertThat(write(read(before))[0]).isEqualTo((byte) 2);
  }

  @Test
  void isShorterThanTheAvroRecord() {
    var state = state();
    state.setSightings(List.of(state.getSightings().getFirst()));
    var avro = StoreSerde.of(EntityState.class).serializer().serialize("entities", state);
    assertThat(write(state).length).isLessThan(avro.length * 2 / 3);
  }

  @Test
  void refusesAFormatOfALaterVersion() {
    var bytes = write(state());
    bytes[0] = 3;
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(SerializationException.class)
        .hasMessage("entities has format 3, this version reads 1 to 2");
  }

  @Test
  void refusesAValueThatEndsTooEarly() {
    var bytes = write(state());
    for (int length = 1; length < bytes.length; length++) {
      var cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(SerializationException.class);
    }
  }

  private byte[] write(EntityState state) {
    return serde.serializer().serialize("entities", state);
  }

  private EntityState read(byte[] bytes) {
    return serde.deserializer().deserialize("entities", bytes);
  }

  private static EntityState state() {
    var state = new EntityState();
    state.setContentHash(HASH);
    state.setDeleted(true);
    state.setVersionOrder(new VersionOrder(1L, -2L, Long.MAX_VALUE));
    state.setStatedDeletion(new VersionOrder(Long.MIN_VALUE, 0L, 3L));
    state.setRevision(7L);
    state.setNextRevision(9L);
    state.setSightings(
        List.of(
            word("files", "public", null, null, true),
            word("git – zwei", "private", "https://example.org/ä", OTHER_HASH, false)));
    return state;
  }

  private static SightingState word(
      String source, String visibility, String url, String hash, boolean live) {
    var word = new SightingState();
    word.setSource(source);
    word.setScope("/" + source);
    word.setVisibility(visibility);
    word.setUrl(url);
    word.setContentHash(hash);
    word.setLive(live);
    word.setObservation(1_700_000_000_000_000L);
    return word;
  }
}

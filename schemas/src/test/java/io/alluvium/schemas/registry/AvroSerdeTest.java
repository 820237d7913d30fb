package io.alluvium.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.schemas.Actor;
import io.alluvium.schemas.CoverageClaim;
import io.alluvium.schemas.FailureReason;
import io.alluvium.schemas.RawEvent;
import io.alluvium.schemas.Samples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AvroSerdeTest {
  private final RegistryDouble registry = RegistryDouble.start();
  private final Serde<RawEvent> serde = AvroSerde.of(RawEvent.class, registry.client());

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void readsWhatItWrote() {
    for (var event : new RawEvent[] {Samples.full(), Samples.least().build()}) {
      assertThat(read(write(event))).isEqualTo(event);
    }
    var claims = AvroSerde.of(CoverageClaim.class, registry.client());
    var bytes = claims.serializer().serialize("c", Samples.claim());
    assertThat(claims.deserializer().deserialize("c", bytes)).isEqualTo(Samples.claim());
  }

  @Test
  void writesConfluentsWireFormatAndAsksTheRegistryOnce() {
    var bytes = write(Samples.full());
    write(Samples.full());
    assertThat(ByteBuffer.wrap(bytes).get()).isZero();
    assertThat(ByteBuffer.wrap(bytes).getInt(1)).isEqualTo(1);
    assertThat(registry.requests()).containsExactly("POST /subjects/t-value/versions");
  }

  @Test
  void registersSchemasWithoutMarksOfJava() throws IOException {
    write(Samples.full());
    assertThat(registry.schema(1))
        .doesNotContain("avro.java.string")
        .contains("timestamp-micros", "\"type\":\"string\"", "Name of the source that reports it");
  }

  @Test
  void nullStaysNull() {
    assertThat(serde.serializer().serialize("t", null)).isNull();
    assertThat(serde.deserializer().deserialize("t", null)).isNull();
  }

  @Test
  void readsRecordsOfAnOlderSchema() throws IOException {
    // One that lacks what came later, here the last two optional fields.
    var older = new ArrayList<Schema.Field>();
    for (var field : RawEvent.getClassSchema().getFields()) {
      if (!Set.of("visibility", "truncated").contains(field.name())) {
        older.add(new Schema.Field(field, field.schema()));
      }
    }
    var schema = Schema.createRecord("RawEvent", "", "io.alluvium.schemas", false, older);
    int id = registry.client().register("t-value", PlainSchemas.of(schema));
    var event = new GenericData.Record(schema);
    older.forEach(field -> event.put(field.name(), Samples.full().get(field.name())));
    var model = SpecificData.getForClass(RawEvent.class);
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(WireFormat.header(id));
    var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    new GenericDatumWriter<>(schema, model).write(event, encoder);
    var expected = Samples.full();
    expected.setVisibility("public");
    expected.setTruncated(false);
    assertThat(read(bytes.toByteArray())).isEqualTo(expected);
  }

  @Test
  void whatIsNotAvroSaysSo() {
    var good = write(Samples.full());
    refuses(FailureReason.NOT_AVRO, new byte[0]);
    refuses(FailureReason.NOT_AVRO, "{\"json\": true}".getBytes());
    refuses(FailureReason.NOT_AVRO, new byte[] {0, 0, 0, 0, 99, 1});
    refuses(FailureReason.NOT_AVRO, Arrays.copyOf(good, good.length - 1));
    refuses(FailureReason.NOT_AVRO, Arrays.copyOf(good, good.length + 1));
  }

  @Test
  void anotherRecordsSchemaSaysSo() {
    var actors = AvroSerde.of(Actor.class, registry.client()).serializer();
    refuses(FailureReason.WRONG_SCHEMA, actors.serialize("t", new Actor("1", null)));
  }

  @Test
  void believesNoLengthThatIsNotThere() {
    write(Samples.full());
    // A string of a gigabyte in a record of ten bytes.
    refuses(FailureReason.NOT_AVRO, new byte[] {0, 0, 0, 0, 1, -128, -128, -128, -128, 8});
  }

  @Test
  void damagedBytesNeverDoWorseThanRefuse() {
    var random = new Random(1);
    var good = write(Samples.full());
    for (int i = 0; i < 20_000; i++) {
      var damaged = good.clone();
      for (int n = random.nextInt(4); n >= 0; n--) {
        damaged[5 + random.nextInt(good.length - 5)] = (byte) random.nextInt();
      }
      try {
        read(damaged);
      } catch (UndecodableRecordException e) {
        assertThat(e.reason()).isEqualTo(FailureReason.NOT_AVRO);
      }
    }
  }

  @Test
  void aRegistryThatIsAwayIsNoFaultOfTheRecord() {
    var bytes = write(Samples.full());
    registry.close();
    var fresh = AvroSerde.of(RawEvent.class, registry.client());
    assertThatThrownBy(() -> fresh.deserializer().deserialize("t", bytes))
        .isInstanceOf(RegistryUnreachableException.class);
    assertThat(read(write(Samples.full()))).isEqualTo(Samples.full());
  }

  @Test
  void aRecordThatBreaksItsSchemaDoesNotSpoilTheNext() {
    var broken = Samples.full();
    broken.setScope(null);
    assertThatThrownBy(() -> write(broken)).isInstanceOf(SerializationException.class);
    assertThat(read(write(Samples.full()))).isEqualTo(Samples.full());
  }

  @Test
  void manyThreadsMayUseIt() {
    var expected = Samples.full();
    IntStream.range(0, 2_000)
        .parallel()
        .forEach(i -> assertThat(read(write(expected))).isEqualTo(expected));
  }

  private void refuses(FailureReason reason, byte[] bytes) {
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOfSatisfying(
            UndecodableRecordException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private byte[] write(RawEvent event) {
    return serde.serializer().serialize("t", event);
  }

  private RawEvent read(byte[] bytes) {
    return serde.deserializer().deserialize("t", bytes);
  }
}

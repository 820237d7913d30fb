package io.alluvium.schemas.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.schemas.RawEvent;
import io.alluvium.schemas.Samples;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.RegistryDouble;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.storage.Converter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AvroConverterTest {
  private final RegistryDouble registry = RegistryDouble.start();
  private final AvroConverter converter = converter(registry.url().toString());
  private final Serde<RawEvent> serde = AvroSerde.of(RawEvent.class, registry.client());

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void writesTheBytesThatTheSerdeWrites() {
    for (var event : new RawEvent[] {Samples.full(), Samples.least().build()}) {
      assertThat(write(event)).isEqualTo(serde.serializer().serialize("t", event));
    }
  }

  @Test
  void givesBackAStructEqualToTheOneItWrote() {
    var struct = ConnectStructs.toStruct(Samples.full());
    var back = converter.toConnectData("t", write(Samples.full()));
    assertThat(back).isEqualTo(new SchemaAndValue(struct.schema(), struct));
    assertThat(ConnectStructs.fromStruct((Struct) back.value(), RawEvent.class))
        .isEqualTo(Samples.full());
  }

  @Test
  void asksTheRegistryOncePerTopic() {
    write(Samples.full());
    write(Samples.least().build());
    assertThat(registry.requests()).containsExactly("POST /subjects/t-value/versions");
  }

  @Test
  void nullStaysNull() {
    assertThat(converter.fromConnectData("t", null, null)).isNull();
    assertThat(converter.toConnectData("t", null)).isEqualTo(SchemaAndValue.NULL);
  }

  @Test
  void isFoundByServiceLoaderAsConnectLooksForIt() {
    assertThat(ServiceLoader.load(Converter.class))
        .anyMatch(found -> found instanceof AvroConverter);
  }

  @Test
  void refusesWhatIsNotAStructOrNotAvro() {
    assertThatThrownBy(() -> converter.fromConnectData("t", Schema.STRING_SCHEMA, "text"))
        .isInstanceOf(DataException.class);
    for (var bytes : new byte[][] {{}, {1, 2, 3, 4, 5, 6}, {0, 0, 0, 0, 77, 1}}) {
      assertThatThrownBy(() -> converter.toConnectData("t", bytes))
          .isInstanceOf(DataException.class);
    }
  }

  @Test
  void damagedBytesNeverDoWorseThanRefuse() {
    var random = new Random(2);
    var good = write(Samples.full());
    for (int i = 0; i < 20_000; i++) {
      var damaged = good.clone();
      damaged[5 + random.nextInt(good.length - 5)] = (byte) random.nextInt();
      try {
        converter.toConnectData("t", damaged);
      } catch (DataException e) {
        assertThat(e).hasMessageContaining("not Avro");
      }
    }
  }

  @Test
  void aRegistryThatIsAwayMeansTryAgain() {
    registry.close();
    assertThatThrownBy(() -> write(Samples.full()))
        .isInstanceOf(org.apache.kafka.connect.errors.RetriableException.class);
  }

  @Test
  void wantsAnAddress() {
    for (var wrong :
        List.<Map<String, String>>of(
            Map.of(), Map.of("schema.registry.url", ""), Map.of("schema.registry.url", "x"))) {
      assertThatThrownBy(() -> new AvroConverter().configure(wrong, false))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("schema.registry.url");
    }
  }

  private byte[] write(RawEvent event) {
    var struct = ConnectStructs.toStruct(event);
    return converter.fromConnectData("t", struct.schema(), struct);
  }

  private static AvroConverter converter(String url) {
    var converter = new AvroConverter();
    converter.configure(Map.of("schema.registry.url", url), false);
    return converter;
  }
}

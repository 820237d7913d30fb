package io.alluvium.schemas.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.schemas.CoverageClaim;
import io.alluvium.schemas.Cursor;
import io.alluvium.schemas.DeadLetter;
import io.alluvium.schemas.EnrichedEvent;
import io.alluvium.schemas.Enrichment;
import io.alluvium.schemas.EntityState;
import io.alluvium.schemas.Erasure;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.Gap;
import io.alluvium.schemas.Link;
import io.alluvium.schemas.NearDuplicate;
import io.alluvium.schemas.RawEvent;
import io.alluvium.schemas.Samples;
import io.alluvium.schemas.Sighting;
import io.alluvium.schemas.Summary;
import io.alluvium.schemas.registry.PlainSchemas;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

final class ConnectStructsTest {
  @Test
  void carriesRecordsWithoutLoss() {
    assertThat(back(Samples.full(), RawEvent.class)).isEqualTo(Samples.full());
    assertThat(back(Samples.least().build(), RawEvent.class)).isEqualTo(Samples.least().build());
    assertThat(back(Samples.claim(), CoverageClaim.class)).isEqualTo(Samples.claim());
    assertThat(back(Samples.enrichment(), Enrichment.class)).isEqualTo(Samples.enrichment());
  }

  @Test
  void structsAreValidForConnect() {
    ConnectStructs.toStruct(Samples.full()).validate();
    ConnectStructs.toStruct(Samples.claim()).validate();
  }

  @Test
  void keepsMicrosecondsAndSaysSo() {
    var struct = ConnectStructs.toStruct(Samples.full());
    assertThat(struct.getInt64("occurredAt") % 1_000_000).isEqualTo(123_456);
    assertThat(struct.schema().field("occurredAt").schema().name())
        .isEqualTo(ConnectStructs.TIMESTAMP_MICROS);
  }

  @Test
  void everySchemaOfOursComesBackTheSame() {
    for (var avro :
        new Schema[] {
          RawEvent.getClassSchema(), Event.getClassSchema(), EnrichedEvent.getClassSchema(),
          Sighting.getClassSchema(), DeadLetter.getClassSchema(), CoverageClaim.getClassSchema(),
          Cursor.getClassSchema(), Gap.getClassSchema(), EntityState.getClassSchema(),
          Link.getClassSchema(), NearDuplicate.getClassSchema(), Summary.getClassSchema(),
          Erasure.getClassSchema()
        }) {
      var back = AvroSchemas.of(ConnectStructs.schemaOf(avro));
      assertThat(back).hasToString(PlainSchemas.of(avro).toString());
    }
  }

  @Test
  void equalSchemasGiveTheSameInstance() {
    var avro = RawEvent.getClassSchema();
    var copy = new Schema.Parser().parse(avro.toString());
    assertThat(ConnectStructs.schemaOf(copy)).isSameAs(ConnectStructs.schemaOf(avro));
  }

  @Test
  void fieldsThatAStructDoesNotHaveGetTheirDefault() {
    var whole = ConnectStructs.schemaOf(RawEvent.getClassSchema());
    var builder = SchemaBuilder.struct().name(whole.name());
    whole.fields().stream()
        .filter(field -> !field.name().equals("visibility") && !field.name().equals("url"))
        .forEach(field -> builder.field(field.name(), field.schema()));
    var older = new Struct(builder.build());
    var full = ConnectStructs.toStruct(Samples.full());
    older.schema().fields().forEach(field -> older.put(field, full.get(field.name())));
    var event = ConnectStructs.fromStruct(older, RawEvent.class);
    assertThat(event.getVisibility()).isEqualTo("public");
    assertThat(event.getUrl()).isEmpty();
    assertThat(event.getText()).isEqualTo(Samples.full().getText());
  }

  @Test
  void refusesTypesThatConnectCannotCarry() {
    for (var type :
        new String[] {
          "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\"]}",
          "{\"type\":\"fixed\",\"name\":\"F\",\"size\":2}",
          "[\"string\",\"int\"]",
          "[\"null\",\"string\",\"int\"]",
          "[\"null\",\"R\"]"
        }) {
      var schema =
          new Schema.Parser()
              .parse(
                  "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"f\",\"type\":"
                      + type
                      + "}]}");
      assertThatThrownBy(() -> ConnectStructs.schemaOf(schema)).isInstanceOf(DataException.class);
    }
  }

  private static <T extends org.apache.avro.specific.SpecificRecord> T back(
      T record, Class<T> type) {
    return ConnectStructs.fromStruct(ConnectStructs.toStruct(record), type);
  }
}

package io.alluvium.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.app.avro.AvroJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

final class RecordPrinterTest {
  private static final Schema SCHEMA =
      new Schema.Parser()
          .parse(
              """
              {"type":"record","name":"All","fields":[
                {"name":"text","type":["null","string"]},
                {"name":"micros","type":{"type":"long","logicalType":"timestamp-micros"}},
                {"name":"millis","type":{"type":"long","logicalType":"timestamp-millis"}},
                {"name":"count","type":["null","long"]},
                {"name":"flag","type":"boolean"},
                {"name":"bytes","type":"bytes"},
                {"name":"list","type":{"type":"array","items":"string"}},
                {"name":"map","type":{"type":"map","values":"double"}}]}
              """);

  private final Screen screen = Screen.plain();

  @Test
  void turnsAvroIntoPlainJson() {
    var record = new GenericData.Record(SCHEMA);
    record.put("text", "a");
    record.put("micros", 1_000_001L);
    record.put("millis", 1_001L);
    record.put("flag", true);
    record.put("bytes", ByteBuffer.wrap(new byte[] {1, 2}));
    record.put("list", List.of("x", "y"));
    record.put("map", Map.of("k", 0.5));
    assertThat(AvroJson.of(SCHEMA, record))
        .isEqualTo(
            Json.parse(
                """
                {"text":"a","micros":"1970-01-01T00:00:01.000001Z",
                 "millis":"1970-01-01T00:00:01.001Z","count":null,"flag":true,"bytes":"AQI=",
                 "list":["x","y"],"map":{"k":0.5}}
                """));
  }

  @Test
  void takesTimestampsOfSpecificRecordsToo() {
    var schema = SCHEMA.getField("micros").schema();
    assertThat(AvroJson.of(schema, Instant.parse("2026-11-20T00:00:00Z")).asText())
        .isEqualTo("2026-11-20T00:00:00Z");
  }

  @Test
  void showsAnEventAsALineAboutIt() {
    print(
        false,
        """
        {"entityKey":"file:r/a.txt","kind":"file","type":"file.updated","source":"docs",
         "title":"a\\u001b.txt"}
        """);
    assertThat(screen.out()).isEqualTo("10:00:00  file.updated      docs          a .txt\n");
  }

  @Test
  void showsTheEventInAnEnrichedOneAndTheVerbOfARawOne() {
    print(
        false,
        """
        {"event":{"entityKey":"k","kind":"file","source":"docs","verb":"modified","title":"t"}}
        """);
    print(
        false,
        """
        {"entityKey":"k","kind":"file","source":"docs","deletion":"stated","title":null}
        """);
    assertThat(screen.out())
        .contains("file (modified)   docs          t\n")
        .contains("file (deleted)    docs          key\n");
  }

  @Test
  void showsAnythingElseAsKeyAndJson() {
    print(false, "{\"to\":7}");
    assertThat(screen.out()).isEqualTo("10:00:00  key  {\"to\":7}\n");
  }

  @Test
  void printsTheWholeRecordAsOneLineOfJson() {
    print(true, "{\"to\":7}");
    assertThat(Json.parse(screen.out()))
        .isEqualTo(
            Json.parse(
                """
                {"topic":"t","partition":3,"offset":9,"timestamp":"2026-11-20T10:00:00Z",
                 "key":"key","headers":{"ce_id":"1"},"value":{"to":7}}
                """));
    assertThat(screen.out()).hasLineCount(1);
  }

  private void print(boolean json, String value) {
    var time = Instant.parse("2026-11-20T10:00:00Z").toEpochMilli();
    var record =
        new ConsumerRecord<>(
            "t",
            3,
            9L,
            time,
            org.apache.kafka.common.record.TimestampType.CREATE_TIME,
            3,
            0,
            "key".getBytes(StandardCharsets.UTF_8),
            new byte[0],
            new org.apache.kafka.common.header.internals.RecordHeaders()
                .add("ce_id", "1".getBytes(StandardCharsets.UTF_8)),
            java.util.Optional.empty());
    new RecordPrinter(screen.terminal(), screen.clock(), json).print(record, Json.parse(value));
  }
}

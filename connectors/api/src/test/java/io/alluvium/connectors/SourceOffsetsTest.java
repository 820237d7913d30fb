package io.alluvium.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.api.Test;

final class SourceOffsetsTest {
  private final Map<String, String> partition = SourceOffsets.known("notes", "/srv/notes", "7");

  @Test
  void writesAPartitionWithTheSameBytesInEveryJvm() {
    assertThat(new String(bytes(partition), StandardCharsets.UTF_8))
        .isEqualTo("[\"notes\",{\"bucket\":\"7\",\"scope\":\"/srv/notes\",\"source\":\"notes\"}]");
  }

  @Test
  void findsAPartitionThatWentThroughConnectsOwnConverter() {
    try (var converter = converter()) {
      var read = (List<?>) converter.toConnectData("offsets", bytes(partition)).value();
      assertThat(bytes((Map<?, ?>) read.get(1))).isEqualTo(bytes(partition));
    }
  }

  @Test
  void readsBucketsThatWereStoredBeforeTheyWerePacked() {
    var bucket = SourceOffsets.bucket(Map.of("entries", "1\ta\n2\tb\n", "observation", "7"));
    assertThat(bucket.size()).isEqualTo(2);
    assertThat(bucket.get("2")).contains("b");
    assertThat(SourceOffsets.bucket(Map.of("packed", bucket.pack())).get("1")).contains("a");
    assertThat(SourceOffsets.bucket(Map.of()).size()).isZero();
  }

  private static byte[] bytes(Map<?, ?> partition) {
    try (var converter = converter()) {
      return converter.fromConnectData("offsets", null, List.of("notes", partition));
    }
  }

  /** As the worker makes it for its offsets. */
  private static JsonConverter converter() {
    var converter = new JsonConverter();
    converter.configure(Map.of("schemas.enable", "false"), true);
    return converter;
  }
}

package io.alluvium.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.app.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ColdStorageTest {
  @TempDir Path directory;

  @Test
  void keepsTablesAndTheirListBelowTheNodesOwnDirectoryByDefault() {
    var cold = NodeConfig.of(Map.of("topic.prefix", "mine")).cold(directory);
    assertThat(cold.catalog()).isEqualTo("jdbc:sqlite:" + directory.resolve("catalog.db"));
    assertThat(cold.warehouse()).isEqualTo(directory.resolve("warehouse").toString());
    assertThat(cold.namespace()).isEqualTo("mine");
  }

  @Test
  void takesSecretsFromWhereTheyStand() throws IOException {
    var secrets = directory.resolve("secrets");
    Files.writeString(secrets, "key=AK\nsecret=SK\npassword=PW\n");
    var cold =
        NodeConfig.of(
                Map.of(
                    "cold.warehouse", "s3://bucket/prefix",
                    "cold.s3.endpoint", "http://minio:9000",
                    "cold.s3.access.key", "${file:" + secrets + ":key}",
                    "cold.s3.secret.key", "${file:" + secrets + ":secret}",
                    "cold.catalog", "jdbc:postgresql://db/iceberg",
                    "cold.catalog.user", "alluvium",
                    "cold.catalog.password", "${file:" + secrets + ":password}"))
            .cold(directory);
    assertThat(cold.warehouse()).isEqualTo("s3://bucket/prefix");
    assertThat(cold.access())
        .containsEntry("s3.endpoint", "http://minio:9000")
        .containsEntry("s3.access-key-id", "AK")
        .containsEntry("s3.secret-access-key", "SK")
        .containsEntry("jdbc.user", "alluvium")
        .containsEntry("jdbc.password", "PW");
  }

  @Test
  void refusesHalfALogin() {
    assertThatThrownBy(() -> NodeConfig.of(Map.of("cold.s3.access.key", "${env:KEY}")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("'cold.s3.secret.key' is not");
  }
}

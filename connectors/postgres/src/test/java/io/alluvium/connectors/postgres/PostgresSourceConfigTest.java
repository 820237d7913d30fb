package io.alluvium.connectors.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

final class PostgresSourceConfigTest {
  private static final Path DOCUMENT = Path.of("../../docs/connectors/postgres.md");
  private static final Map<String, String> LEAST =
      Map.of(
          "name", "My Orders!",
          "postgres.host", "db",
          "postgres.database", "shop",
          "postgres.user", "ada",
          "postgres.password", "hunter2-secret",
          "postgres.tables", "public.orders");

  @Test
  void documentsEveryRoleOfAColumn() throws IOException {
    var document = Files.readString(DOCUMENT);
    assertThat(TableMapping.ROLES)
        .allSatisfy(role ->
            assertThat(document).contains("| `postgres.mapping.<schema.table>." + role + "` |"));
  }

  @Test
  void namesSlotAndPublicationAfterTheSource() {
    var config = new PostgresSourceConfig(LEAST);
    assertThat(config.slot()).isEqualTo("alluvium_my_orders_");
    assertThat(config.publication()).isEqualTo("alluvium_my_orders_");
  }

  @Test
  void refusesWhatIsNoTableAndNoSlot() {
    assertThatThrownBy(() -> with("postgres.tables", "orders"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("schema.table");
    assertThatThrownBy(() -> with("postgres.tables", ""))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("at least one table");
    assertThatThrownBy(() -> with("postgres.slot", "My Slot"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("lower-case");
  }

  @Test
  void keepsThePasswordOutOfWhatItPrints() {
    var config = new PostgresSourceConfig(LEAST);
    assertThat(config.toString()).doesNotContain("hunter2");
    assertThat(config.values().toString()).doesNotContain("hunter2");
    assertThat(PostgresSourceConfig.DEFINITION.configKeys().get("postgres.password").type)
        .isEqualTo(ConfigDef.Type.PASSWORD);
  }

  private static void with(String setting, String value) {
    var settings = new HashMap<>(LEAST);
    settings.put(setting, value);
    new PostgresSourceConfig(settings);
  }
}

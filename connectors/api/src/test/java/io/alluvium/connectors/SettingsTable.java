package io.alluvium.connectors;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;

/** The settings of a connector as the rows of the table in its page of the docs. */
final class SettingsTable {
  private SettingsTable() {}

  /** One row per setting, by name. */
  static List<String> rows(ConfigDef definition) {
    return definition.configKeys().values().stream()
        .sorted(Comparator.comparing(key -> key.name))
        .map(SettingsTable::row)
        .toList();
  }

  private static String row(ConfigDef.ConfigKey key) {
    return "| `%s` | %s | %s | %s |"
        .formatted(
            key.name, key.type.name().toLowerCase(Locale.ROOT), byDefault(key), key.documentation);
  }

  private static String byDefault(ConfigDef.ConfigKey key) {
    if (!key.hasDefault()) {
      return "required";
    }
    var value = ConfigDef.convertToString(key.defaultValue, key.type);
    boolean secret = key.type == ConfigDef.Type.PASSWORD;
    return value == null || value.isEmpty() || secret ? "empty" : "`" + value + "`";
  }
}

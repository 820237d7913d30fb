package io.alluvium.app.config;

import io.alluvium.connectors.files.FilesSourceConnector;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;

/** Writes docs/configuration.md from the declarations of the settings. */
final class ConfigurationPage {
  private static final String HEAD =
      """
      # Configuration

      A setting can be said in four places. A flag wins over the environment, that over the file, that over the default.

      - **Flag**: `./alluvium up --help` lists those there are.
      - **Environment**: the variable in the table. For a source: `ALLUVIUM_SOURCES_<NAME>_<KEY>`, with `_` for each `.`.
      - **File**: `--config FILE`, else the file that `ALLUVIUM_CONFIG` names, else `alluvium.yaml` in the current directory.
        Nested and dotted keys mean the same: `http: {port: 8484}` is `http.port: 8484`.
      - **Default**: in the table.

      A key that does not exist, or a value of the wrong type, is refused with one line that says what to write; nothing is
      started then. `./alluvium doctor` checks the settings without starting anything.

      This page is made from the code; a test compares both.

      ## Settings of a node

      """;

  private static final String SOURCES =
      """

      ## Sources

      `sources.<name>.<key>`: a source, and Kafka Connect's own settings for it. `connector.class` is required. A name has
      letters, digits, `-` and `_`. `--watch PATH` makes such a source named after the directory.

      ```yaml
      sources:
        handbook:
          connector.class: io.alluvium.connectors.files.FilesSourceConnector
          files.path: /srv/handbook
          files.exclude: "drafts/**,*.tmp"
      ```

      Secrets do not belong in the file. Refer to them: `${env:VARIABLE}` or `${file:/path/to/file:key}`. Connect replaces
      the reference when it starts the source, and shows only the reference.

      ## Settings of a files source

      """;

  private static final String LAUNCHER =
      """

      ## Environment of the launcher

      | Variable | What |
      |---|---|
      | `ALLUVIUM_JAVA_HOME` | JDK to use, 25 or newer. Without it `JAVA_HOME`, the `java` on the PATH and the usual places are tried |
      | `ALLUVIUM_HEAP` | largest heap, such as `2g`. Default: 1g for a node |
      | `ALLUVIUM_CONNECTORS` | directory with the jars of [further connectors](write-a-connector.md) |
      | `JAVA_OPTS` | further flags for Java; they win over ours |
      | `ALLUVIUM_AOT` | `off`: neither make nor use the cache that shortens the start |
      | `ALLUVIUM_LOG` | `debug`, `info` or `warn`: log to standard error. A node logs to `logs/alluvium.log` in its data directory anyway |
      | `NO_COLOR` | anything: no colours |
      """;

  private ConfigurationPage() {}

  static String text() {
    return HEAD + nodeKeys() + SOURCES + connectorKeys() + LAUNCHER;
  }

  private static String nodeKeys() {
    return "| Key | Type | Default | Environment | What |\n|---|---|---|---|---|\n"
        + Arrays.stream(NodeKey.values())
            .map(key ->
                "| `%s` | %s | %s | `%s` | %s |\n"
                    .formatted(
                        key.key(),
                        key.type().label(),
                        key.defaultValue().map(value -> "`" + value + "`").orElse(""),
                        key.variable(),
                        key.doc()))
            .collect(Collectors.joining());
  }

  private static String connectorKeys() {
    return "| Key | Type | Default | What |\n|---|---|---|---|\n"
        + new FilesSourceConnector()
            .config().configKeys().values().stream()
                .filter(key -> !key.name.startsWith("topic."))
                .map(ConfigurationPage::row)
                .collect(Collectors.joining());
  }

  private static String row(ConfigDef.ConfigKey key) {
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            key.name, key.type.name().toLowerCase(Locale.ROOT), defaultOf(key), key.documentation);
  }

  private static String defaultOf(ConfigDef.ConfigKey key) {
    if (!key.hasDefault()) {
      return "required";
    }
    var value = ConfigDef.convertToString(key.defaultValue, key.type);
    return value == null || value.isEmpty() ? "" : "`" + value + "`";
  }
}

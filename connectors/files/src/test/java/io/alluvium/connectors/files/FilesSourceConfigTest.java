package io.alluvium.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FilesSourceConfigTest {
  private static final Path DOCUMENT = Path.of("../../docs/connectors/files.md");

  @TempDir private Path temp;

  @Test
  void documentsEverySetting() throws IOException {
    var document = Files.readString(DOCUMENT);
    assertThat(document.lines().filter(line -> line.startsWith("| `")).toList())
        .as("rows of the table of settings in %s; they should be:%n%s", DOCUMENT, table())
        .containsAll(table().lines().toList());
  }

  @Test
  void saysWhatIsWrongWithThePathAndWhatToDo() throws IOException {
    var file = Files.writeString(temp.resolve("file"), "x");
    assertThat(errors(temp.resolve("missing")))
        .containsExactly(temp.resolve("missing") + " does not exist. Give a directory that exists");
    assertThat(errors(file))
        .containsExactly(file + " is not a directory. Give the directory it lies in");
    assertThat(errors(temp)).isEmpty();
  }

  @Test
  void refusesToStartWithoutItsDirectory() {
    var settings = Map.of("name", "x", "files.path", temp.resolve("missing").toString());
    assertThatThrownBy(() -> new FilesSourceConnector().start(settings))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("does not exist");
  }

  @Test
  void refusesWhatIsNotAGlob() {
    assertThatThrownBy(
            () -> new FilesSourceConfig(Map.of("files.path", "x", "files.exclude", "a,[b")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("not a glob");
  }

  @Test
  void namesTheRootByMachineAndRealPath() throws IOException {
    var link =
        Files.createSymbolicLink(temp.resolve("link"), Files.createDirectory(temp.resolve("real")));
    var id = config(link).rootId();
    assertThat(id).matches("[0-9a-f]{16}").isEqualTo(config(temp.resolve("real")).rootId());
    assertThat(config(temp).rootId()).isNotEqualTo(id);
  }

  private static FilesSourceConfig config(Path path) {
    return new FilesSourceConfig(Map.of("files.path", path.toString()));
  }

  private static List<String> errors(Path path) {
    return new FilesSourceConnector()
        .validate(Map.of("name", "x", "files.path", path.toString())).configValues().stream()
            .flatMap(value -> value.errorMessages().stream())
            .toList();
  }

  private static String table() {
    var keys = new ArrayList<>(FilesSourceConfig.DEFINITION.configKeys().values());
    keys.sort((a, b) -> a.name.compareTo(b.name));
    return keys.stream().map(FilesSourceConfigTest::row).collect(Collectors.joining("\n"));
  }

  private static String row(ConfigDef.ConfigKey key) {
    var byDefault =
        key.hasDefault()
            ? "`" + ConfigDef.convertToString(key.defaultValue, key.type) + "`"
            : "required";
    return "| `%s` | %s | %s | %s |"
        .formatted(
            key.name,
            key.type.name().toLowerCase(java.util.Locale.ROOT),
            byDefault.equals("``") ? "empty" : byDefault,
            key.documentation);
  }
}

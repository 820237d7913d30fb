package io.alluvium.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FilesSourceConfigTest {
  @TempDir private Path temp;

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
}

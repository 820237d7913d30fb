package io.alluvium.app.node;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** {@code node.json}: how the commands of the same user find the node that runs. */
final class NodeFile {
  private final Path file;

  NodeFile(Path file) {
    this.file = file;
  }

  /** Writes the file at once as a whole. */
  void write(Map<String, Object> content) {
    var temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.writeString(temporary, new ObjectMapper().writeValueAsString(content));
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

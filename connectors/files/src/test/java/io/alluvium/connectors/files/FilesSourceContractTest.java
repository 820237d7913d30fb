package io.alluvium.connectors.files;

import io.alluvium.connectors.SourceConnectorContract;
import io.alluvium.connectors.Upstream;
import io.alluvium.schemas.EntityKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceTask;

final class FilesSourceContractTest extends SourceConnectorContract {
  @Override
  protected Upstream upstream(Path directory) {
    return new Directory(directory);
  }

  @Override
  protected SourceConnector connector() {
    return new FilesSourceConnector();
  }

  @Override
  protected SourceTask task() {
    return new FilesSourceTask();
  }

  /** Files in a few directories. */
  private static final class Directory extends DirectoryUpstream {
    private final Deque<String> files = new ArrayDeque<>();
    private int created;

    Directory(Path root) {
      super(root);
    }

    @Override
    public Map<String, String> settings() {
      var settings = super.settings();
      settings.put("files.git", "false");
      return settings;
    }

    @Override
    public Set<String> listed() {
      return files.stream().map(Directory::key).collect(Collectors.toSet());
    }

    @Override
    public String create() {
      var path = "d" + created % 7 + "/file " + created + ".txt";
      created++;
      files.add(path);
      return write(path, "text of " + path);
    }

    @Override
    public String change() {
      var path = files.getFirst();
      return write(path, "changed " + created++);
    }

    @Override
    public String delete() {
      var path = files.removeLast();
      try {
        Files.delete(root().resolve(path));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return key(path);
    }

    private String write(String path, String text) {
      try {
        Files.createDirectories(root().resolve(path).getParent());
        Files.writeString(root().resolve(path), text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return key(path);
    }

    private static String key(String path) {
      return EntityKey.file("root", path).value();
    }

    @Override
    public void close() {
      // The directory belongs to the test.
    }
  }
}

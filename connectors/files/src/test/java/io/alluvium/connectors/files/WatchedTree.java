package io.alluvium.connectors.files;

import io.alluvium.connectors.MemoryOffsets;
import io.alluvium.connectors.TaskRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A directory, a source that follows it, and the offsets that outlive the source. */
final class WatchedTree implements AutoCloseable {
  private final MemoryOffsets offsets = new MemoryOffsets();
  private final Map<String, String> settings = new HashMap<>();
  private @Nullable Path root;
  private @Nullable TaskRun run;

  WatchedTree at(Path directory) {
    root = directory;
    settings.put("name", "notes");
    settings.put("files.path", directory.toString());
    settings.put("files.root.id", "root");
    settings.put("files.settle.ms", "50");
    settings.put("exactly.once.support", "required");
    return this;
  }

  WatchedTree with(String setting, String value) {
    settings.put(setting, value);
    return this;
  }

  WatchedTree write(String path, String text) throws IOException {
    Files.createDirectories(root.resolve(path).getParent());
    Files.writeString(root.resolve(path), text);
    return this;
  }

  WatchedTree delete(String path) throws IOException {
    Files.delete(root.resolve(path));
    return this;
  }

  MemoryOffsets offsets() {
    return offsets;
  }

  Map<String, String> settings() {
    return Map.copyOf(settings);
  }

  TaskRun start() {
    run = TaskRun.start(new FilesSourceTask(), settings(), offsets);
    return run;
  }

  @Override
  public void close() {
    if (run != null) {
      run.close();
      run = null;
    }
  }
}

package io.alluvium.connectors.files;

import io.alluvium.connectors.Finding;
import io.alluvium.connectors.ReaderContext;
import io.alluvium.connectors.SourceReader;
import io.alluvium.connectors.SourceType;
import io.alluvium.connectors.git.CommitLogReader;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/** Files and git commits below a directory, as one source with two readers. */
final class FilesSource implements SourceType<FilesSourceConfig> {
  @Override
  public String name() {
    return "files";
  }

  @Override
  public ConfigDef definition() {
    return FilesSourceConfig.DEFINITION;
  }

  @Override
  public FilesSourceConfig configure(Map<String, String> settings) {
    return new FilesSourceConfig(settings);
  }

  @Override
  public List<Finding> validate(FilesSourceConfig config) {
    var path = config.path();
    if (!Files.exists(path)) {
      return List.of(finding(path + " does not exist", "Give a directory that exists"));
    }
    if (!Files.isDirectory(path)) {
      return List.of(finding(path + " is not a directory", "Give the directory it lies in"));
    }
    if (!Files.isReadable(path) || !Files.isExecutable(path)) {
      return List.of(
          finding(
              path + " cannot be read by user " + System.getProperty("user.name"),
              "Give that user read and execute permission on it"));
    }
    return List.of();
  }

  @Override
  public List<SourceReader<?>> open(FilesSourceConfig config, ReaderContext context) {
    var readers = new ArrayList<SourceReader<?>>();
    readers.add(new FileTreeReader(config, context));
    if (config.git()) {
      var place = new WorkDirectory(config.realPath(), config.rootId());
      readers.add(new CommitLogReader(place, config.rescan(), context));
    }
    return readers;
  }

  private static Finding finding(String problem, String remedy) {
    return new Finding(FilesSourceConfig.PATH, problem, remedy);
  }
}

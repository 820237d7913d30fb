package io.alluvium.app.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A directory that is followed because of {@code --watch}.
 *
 * @param name name of its source
 * @param path real path
 * @param rootId {@code files.root.id}, which is part of the key of every file in it
 */
record WatchedPath(String name, Path path, String rootId) {
  /** Class of the connector that reads directories. */
  static final String CONNECTOR = "io.alluvium.connectors.files.FilesSourceConnector";

  /** Settings of its source, as Connect takes them. */
  Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    settings.put("connector.class", CONNECTOR);
    settings.put("files.path", path.toString());
    settings.put("files.root.id", rootId);
    return settings;
  }
}

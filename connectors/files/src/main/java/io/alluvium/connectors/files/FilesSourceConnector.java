package io.alluvium.connectors.files;

import io.alluvium.connectors.ReaderSourceConnector;

/** Publishes files and git commits below a directory, and keeps following both. */
public final class FilesSourceConnector extends ReaderSourceConnector {
  /** For Kafka Connect. */
  public FilesSourceConnector() {
    super(new FilesSource(), FilesSourceTask.class);
  }
}

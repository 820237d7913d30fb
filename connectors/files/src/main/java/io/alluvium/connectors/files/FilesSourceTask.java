package io.alluvium.connectors.files;

import io.alluvium.connectors.ReaderSourceTask;

/** The one task of a files source. */
public final class FilesSourceTask extends ReaderSourceTask {
  /** For Kafka Connect. */
  public FilesSourceTask() {
    super(new FilesSource());
  }
}

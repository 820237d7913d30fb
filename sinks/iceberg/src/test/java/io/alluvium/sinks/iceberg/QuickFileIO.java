package io.alluvium.sinks.iceberg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.iceberg.io.OutputFile;

/** Local files that are not forced to the disk: no machine crashes in a test. */
public class QuickFileIO extends LocalFileIO {
  private static final long serialVersionUID = 1L;

  @Override
  public OutputFile newOutputFile(String location) {
    try {
      Files.createDirectories(Path.of(location).getParent());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return org.apache.iceberg.Files.localOutput(location);
  }
}

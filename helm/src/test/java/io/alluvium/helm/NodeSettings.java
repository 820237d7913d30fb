package io.alluvium.helm;

import io.alluvium.app.config.ConfigLoader;
import io.alluvium.app.config.NodeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads an {@code alluvium.yaml} of the chart as the node will. */
final class NodeSettings {
  private static final String VARIABLE = "\\$\\{env:(SECRET_[A-Z0-9_]+)}";

  private NodeSettings() {}

  /**
   * The node's own reading of it; fails as the node would.
   *
   * @param directory where files may be written
   */
  static NodeConfig read(Path directory, String yaml) throws IOException {
    var secrets = directory.resolve("secrets");
    // The variables come from Secrets; here they are properties of a file.
    var text = yaml.replaceAll(VARIABLE, "\\${file:" + secrets + ":secret}");
    Files.writeString(secrets, "secret=of a test\n");
    return new ConfigLoader()
        .file(Files.writeString(directory.resolve("alluvium.yaml"), text))
        .load();
  }
}

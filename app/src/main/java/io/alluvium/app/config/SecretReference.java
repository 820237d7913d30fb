package io.alluvium.app.config;

import io.alluvium.app.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/** Looks up a secret that a setting refers to. */
final class SecretReference {
  private SecretReference() {}

  /**
   * The secret behind a setting; empty if it is not set.
   *
   * @throws UserError CONFIG_SECRET_NOT_FOUND if it refers to nothing
   */
  static Optional<String> valueOf(NodeConfig config, NodeKey key) {
    return config.get(key).map(reference -> resolve(key, reference));
  }

  private static String resolve(NodeKey key, String reference) {
    var inner = reference.substring(2, reference.length() - 1).split(":", 3);
    String secret;
    try {
      secret = inner[0].equals("env") ? System.getenv(inner[1]) : fromFile(inner[1], inner[2]);
    } catch (IOException unreadable) {
      throw notFound(key, reference, unreadable);
    }
    if (secret == null || secret.isBlank()) {
      throw notFound(key, reference, new IOException("No value"));
    }
    return secret.strip();
  }

  private static String fromFile(String path, String name) throws IOException {
    var properties = new Properties();
    try (var file = Files.newBufferedReader(Path.of(path))) {
      properties.load(file);
    }
    return properties.getProperty(name, "");
  }

  private static UserError notFound(NodeKey key, String reference, IOException cause) {
    return new UserError(
        "CONFIG_SECRET_NOT_FOUND",
        "'" + key.key() + "' refers to " + reference + ", which has no value.",
        "Set that variable, or put the key into that file.",
        cause);
  }
}

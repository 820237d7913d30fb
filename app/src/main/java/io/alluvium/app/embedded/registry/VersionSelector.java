package io.alluvium.app.embedded.registry;

import java.util.List;

/** Which version of a subject a request means: a number, or the latest. */
sealed interface VersionSelector {
  /** The newest version. */
  record Latest() implements VersionSelector {
    @Override
    public SchemaVersion in(List<SchemaVersion> versions) {
      return versions.getLast();
    }
  }

  /** The version of this number. */
  record Numbered(int number) implements VersionSelector {
    @Override
    public SchemaVersion in(List<SchemaVersion> versions) {
      return versions.stream()
          .filter(version -> version.version() == number)
          .findFirst()
          .orElseThrow(() -> RegistryException.versionNotFound(number));
    }
  }

  /**
   * Picks the version meant.
   *
   * @param versions oldest first, not empty
   * @throws RegistryException 40402 if it is not among them
   */
  SchemaVersion in(List<SchemaVersion> versions);

  /**
   * Reads a version as it stands in a path: a number from 1, {@code latest}, or -1 for the latest.
   *
   * @throws RegistryException 42202 if it is neither
   */
  static VersionSelector parse(String text) {
    if (text.equals("latest") || text.equals("-1")) {
      return new Latest();
    }
    try {
      int number = Integer.parseInt(text);
      if (number > 0) {
        return new Numbered(number);
      }
    } catch (NumberFormatException e) {
      throw RegistryException.invalidVersion(text);
    }
    throw RegistryException.invalidVersion(text);
  }
}

package io.alluvium.connectors;

/** Version of a connector, from the manifest of its jar. */
final class Version {
  private Version() {}

  static String of(Class<?> type) {
    var version = type.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}

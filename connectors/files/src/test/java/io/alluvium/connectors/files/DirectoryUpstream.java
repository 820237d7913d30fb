package io.alluvium.connectors.files;

import io.alluvium.connectors.Upstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A directory as an upstream: whatever is in it, it can be taken away and brought back. */
abstract class DirectoryUpstream implements Upstream {
  private final Path root;

  DirectoryUpstream(Path root) {
    this.root = root;
  }

  final Path root() {
    return root;
  }

  @Override
  public Map<String, String> settings() {
    var settings = new HashMap<String, String>();
    settings.put("files.path", root.toString());
    settings.put("files.root.id", "root");
    settings.put("files.settle.ms", "50");
    return settings;
  }

  @Override
  public final Map<String, String> unreachable() {
    return Map.of("files.path", root.resolve("missing").toString());
  }

  @Override
  public final List<Fault> faults() {
    return List.of(new Fault("the directory is gone", this::failHalfWay));
  }

  @Override
  public final void failHalfWay() {
    move(root, elsewhere());
  }

  @Override
  public final void heal() {
    if (Files.exists(elsewhere())) {
      move(elsewhere(), root);
    }
  }

  private Path elsewhere() {
    return root.resolveSibling("elsewhere");
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

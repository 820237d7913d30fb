package io.alluvium.connectors.files;

import io.alluvium.connectors.git.GitRepository;
import io.alluvium.connectors.git.RepositoryPlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/** The repository that the watched directory lies in, wherever its top is. */
final class WorkDirectory implements RepositoryPlace {
  private final Path root;
  private final String scope;
  private Optional<GitRepository> first;

  WorkDirectory(Path root) {
    this.root = root;
    this.first = atFirst(root);
    this.scope =
        first.map(found -> found.workTree().orElse(found.gitDirectory())).orElse(root) + "";
  }

  // A repository that cannot be opened must not keep the files from being read.
  private static Optional<GitRepository> atFirst(Path root) {
    try {
      return GitRepository.containing(root);
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
  }

  @Override
  public String scope() {
    return scope;
  }

  @Override
  public Optional<GitRepository> find() throws IOException {
    var found = first;
    first = Optional.empty();
    try {
      return found.isPresent() ? found : GitRepository.containing(root);
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}

package io.alluvium.connectors.files;

import io.alluvium.connectors.git.GitRepository;
import io.alluvium.connectors.git.RepositoryPlace;
import io.alluvium.schemas.RawEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/** The repository that the watched directory lies in, wherever its top is. */
final class WorkDirectory implements RepositoryPlace {
  /** Attribute of a commit: root id of the files beside it. */
  static final String FILES_ROOT = "files_root";

  /** Attribute of a commit: path of that root in the work tree; absent where it is the top. */
  static final String FILES_BELOW = "files_below";

  private final Path root;
  private final String rootId;
  private final String scope;
  private Optional<GitRepository> first;
  private Optional<Path> below = Optional.empty();

  WorkDirectory(Path root, String rootId) {
    this.root = root;
    this.rootId = rootId;
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
      return noted(found.isPresent() ? found : GitRepository.containing(root));
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private Optional<GitRepository> noted(Optional<GitRepository> found) throws IOException {
    var top = found.flatMap(GitRepository::workTree);
    below = top.isEmpty() ? Optional.empty() : Optional.of(top.get().toRealPath().relativize(root));
    return found;
  }

  /** A path in a commit is that of a file only where both are read from one work tree. */
  @Override
  public void describe(String sha, RawEvent.Builder event) {
    if (below.isEmpty() || !event.hasAttributes()) {
      return;
    }
    event.getAttributes().put(FILES_ROOT, rootId);
    var path = below.get().toString();
    if (!path.isEmpty()) {
      event.getAttributes().put(FILES_BELOW, path);
    }
  }
}

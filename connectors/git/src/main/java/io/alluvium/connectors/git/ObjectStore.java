package io.alluvium.connectors.git;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * The open repository, replaceable. JGit drops a whole pack from its list when one object in it
 * turns out to be damaged, and from then on all its other objects are "missing": so after such a
 * find everybody moves to a freshly opened repository.
 *
 * <p>Thread-safe. A replaced repository stays open until its last user has released it.
 */
final class ObjectStore implements AutoCloseable {
  private final File gitDirectory;
  private Repository current;

  ObjectStore(Path gitDirectory) throws IOException {
    this.gitDirectory = gitDirectory.toFile();
    this.current = open();
  }

  /** The repository in use, held for the caller, who closes it when done. */
  synchronized Repository acquire() {
    current.incrementOpen();
    return current;
  }

  /** Opens the repository once more, unknown to anybody else; the caller closes it. */
  Repository open() throws IOException {
    var repository = new FileRepositoryBuilder().setGitDir(gitDirectory).setMustExist(true).build();
    // JGit reads SHA-1 repositories only and does not look.
    var format = repository.getConfig().getString("extensions", null, "objectFormat");
    if (format != null && !format.equalsIgnoreCase("sha1")) {
      repository.close();
      throw new IOException("object ids are " + format + ", only sha1 can be read");
    }
    return repository;
  }

  /** Replaces the repository in use, unless {@code damaged} has been replaced already. */
  synchronized void replace(Repository damaged) throws IOException {
    if (current == damaged) {
      current = open();
      damaged.close();
    }
  }

  /** Gives back the memory of cached pack content; it is read again when needed. */
  synchronized void trim() throws IOException {
    replace(current);
  }

  @Override
  public String toString() {
    return gitDirectory.toString();
  }

  @Override
  public synchronized void close() {
    current.close();
  }
}

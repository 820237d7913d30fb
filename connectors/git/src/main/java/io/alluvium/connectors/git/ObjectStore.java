package io.alluvium.connectors.git;

import io.alluvium.schemas.FailureReason;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The open repository, replaceable. JGit drops a whole pack from its list when one object in it
 * turns out to be damaged, and from then on all its other objects are "missing": so after such a
 * find everybody moves to a freshly opened repository.
 *
 * <p>Thread-safe. A replaced repository stays open until its last user has released it.
 */
final class ObjectStore implements AutoCloseable {
  /** Damaged objects remembered; others cost a second look each time they are met. */
  private static final int MAX_REMEMBERED = 10_000;

  private final File gitDirectory;
  private final Map<ObjectId, IOException> damage = new ConcurrentHashMap<>();
  private Repository current;
  private @Nullable Repository alone;

  ObjectStore(Path gitDirectory) throws IOException {
    this.gitDirectory = gitDirectory.toFile();
    this.current = open();
  }

  /** The repository in use, held for the caller, who closes it when done. */
  synchronized Repository acquire() {
    current.incrementOpen();
    return current;
  }

  private Repository open() throws IOException {
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

  /** Why an object is known to be damaged; null where nothing is known. */
  @Nullable IOException damage(AnyObjectId id) {
    return damage.isEmpty() ? null : damage.get(id.toObjectId());
  }

  /**
   * Reads an object from a repository of its own, which nobody else can spoil: what it says is
   * true.
   *
   * @throws MissingObjectException if there is no such object
   * @throws IncorrectObjectTypeException if it is something else
   * @throws IOException if the object cannot be read; damage is remembered until {@link #release}
   */
  synchronized ObjectLoader openAlone(AnyObjectId id, ObjectOpener opener) throws IOException {
    var repository = alone == null ? open() : alone;
    alone = repository;
    try (var reader = repository.newObjectReader()) {
      if (!reader.has(id)) {
        throw new MissingObjectException(id.toObjectId(), "object");
      }
      return open(reader, id, opener);
    }
  }

  private ObjectLoader open(ObjectReader reader, AnyObjectId id, ObjectOpener opener)
      throws IOException {
    try {
      var loader = opener.open(reader);
      return loader.isLarge()
          ? loader
          : new ObjectLoader.SmallObject(loader.getType(), loader.getCachedBytes());
    } catch (IncorrectObjectTypeException e) {
      throw e;
    } catch (MissingObjectException e) {
      // It is there: JGit has just given up the pack it is in.
      throw remember(id, new CorruptObjectException(id.toObjectId(), "damaged in its pack"));
    } catch (IOException e) {
      throw remember(id, e);
    } catch (RuntimeException e) {
      throw remember(id, new IOException(e.toString(), e));
    }
  }

  private IOException remember(AnyObjectId id, IOException failure) {
    closeAlone();
    if (damage.size() < MAX_REMEMBERED
        && Damage.reason(failure) == FailureReason.CORRUPT_UPSTREAM) {
      damage.put(id.toObjectId(), failure);
    }
    return failure;
  }

  /** Forgets what was damaged, for it may be repaired, and closes what was opened to find out. */
  synchronized void release() {
    damage.clear();
    closeAlone();
  }

  /** Gives back the memory of cached pack content; it is read again when needed. */
  synchronized void trim() throws IOException {
    replace(current);
  }

  private void closeAlone() {
    if (alone != null) {
      alone.close();
      alone = null;
    }
  }

  /** Opens one object with the reader it is given. */
  interface ObjectOpener {
    ObjectLoader open(ObjectReader reader) throws IOException;
  }

  @Override
  public String toString() {
    return gitDirectory.toString();
  }

  @Override
  public synchronized void close() {
    closeAlone();
    current.close();
  }
}

package io.alluvium.connectors.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;

/**
 * Reads objects so that a damaged one harms no other: whatever fails is read a second time by
 * {@link ObjectStore#openAlone}, and only that answer counts.
 *
 * <p>Not thread-safe; readers of one {@link ObjectStore} may work in parallel.
 */
final class ResilientReader extends ObjectReader.Filter {
  /** A tree or commit is parsed in memory; one over this size is not a plausible one. */
  private static final int MAX_STRUCTURE_BYTES = 64 << 20;

  private final ObjectStore store;
  private Repository repository;
  private ObjectReader reader;

  ResilientReader(ObjectStore store) {
    this.store = store;
    this.repository = store.acquire();
    this.reader = repository.newObjectReader();
  }

  @Override
  protected ObjectReader delegate() {
    return reader;
  }

  @Override
  public ObjectLoader open(AnyObjectId id, int type) throws IOException {
    var known = store.damage(id);
    if (known != null) {
      throw known;
    }
    try {
      return openWith(reader, id, type);
    } catch (IOException | RuntimeException e) {
      return openAlone(id, type);
    }
  }

  @Override
  public ObjectLoader open(AnyObjectId id) throws IOException {
    return open(id, OBJ_ANY);
  }

  @Override
  public long getObjectSize(AnyObjectId id, int type) throws IOException {
    return open(id, type).getSize();
  }

  @Override
  public void close() {
    reader.close();
    repository.close();
  }

  private ObjectLoader openAlone(AnyObjectId id, int type) throws IOException {
    try {
      var loader = store.openAlone(id, alone -> openWith(alone, id, type));
      // Readable after all: it was our repository that had lost sight of it.
      moveOn();
      return loader;
    } catch (MissingObjectException | IncorrectObjectTypeException e) {
      throw e;
    } catch (IOException e) {
      moveOn();
      throw e;
    }
  }

  private static ObjectLoader openWith(ObjectReader reader, AnyObjectId id, int type)
      throws IOException {
    // A blob over the limit is not inflated, only its size is read.
    reader.setStreamFileThreshold(
        type == Constants.OBJ_BLOB ? GitRepository.MAX_BLOB_BYTES + 1 : MAX_STRUCTURE_BYTES);
    return reader.open(id, type);
  }

  private void moveOn() {
    try {
      store.replace(repository);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    close();
    repository = store.acquire();
    reader = repository.newObjectReader();
  }
}

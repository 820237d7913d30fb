package io.alluvium.connectors.git;

import io.alluvium.schemas.FailureReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;

/**
 * Reads objects so that a damaged one harms no other: whatever fails is read a second time from a
 * freshly opened repository, and only that answer counts.
 *
 * <p>Not thread-safe; readers of one {@link ObjectStore} may work in parallel.
 */
final class ResilientReader extends ObjectReader.Filter {
  /** A tree or commit is parsed in memory; one over this size is not a plausible one. */
  private static final int MAX_STRUCTURE_BYTES = 64 << 20;

  /** Damage remembered, so that a damaged object costs a second look once per reader. */
  private static final int MAX_REMEMBERED = 10_000;

  private final ObjectStore store;
  private final Map<ObjectId, IOException> unreadable = new HashMap<>();
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
    try {
      return openWith(reader, id, type);
    } catch (IOException | RuntimeException e) {
      return openAgain(id, type);
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

  private ObjectLoader openAgain(AnyObjectId id, int type) throws IOException {
    IOException known = unreadable.get(id);
    if (known != null) {
      throw known;
    }
    try (var fresh = store.open();
        var freshReader = fresh.newObjectReader()) {
      var loader = openWith(freshReader, id, type);
      // Readable after all: it was the shared repository that had lost sight of it.
      var kept =
          loader.isLarge()
              ? loader
              : new ObjectLoader.SmallObject(loader.getType(), loader.getCachedBytes());
      moveOn();
      return kept;
    } catch (MissingObjectException e) {
      throw remember(id, e);
    } catch (IOException e) {
      moveOn();
      throw remember(id, e);
    } catch (RuntimeException e) {
      moveOn();
      throw remember(id, new IOException(e.toString(), e));
    }
  }

  private static ObjectLoader openWith(ObjectReader reader, AnyObjectId id, int type)
      throws IOException {
    // A blob over the limit is not inflated, only its size is read.
    reader.setStreamFileThreshold(
        type == Constants.OBJ_BLOB ? GitRepository.MAX_BLOB_BYTES + 1 : MAX_STRUCTURE_BYTES);
    return reader.open(id, type);
  }

  private IOException remember(AnyObjectId id, IOException failure) {
    if (unreadable.size() < MAX_REMEMBERED
        && Damage.reason(failure) == FailureReason.CORRUPT_UPSTREAM) {
      unreadable.put(id.copy(), failure);
    }
    return failure;
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

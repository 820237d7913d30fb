package io.alluvium.connectors.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/** Reads commits with their changed paths, one at a time. Not thread-safe. */
final class CommitReader implements AutoCloseable {
  private final ResilientReader reader;
  private final PathList pathList;

  CommitReader(ObjectStore store) {
    this.reader = new ResilientReader(store);
    this.pathList = new PathList(reader);
  }

  /** Reads one commit; whatever is wrong with it is part of the answer. */
  CommitOutcome read(ObjectId id) {
    try {
      return read(id, commit(id));
    } catch (IOException | RuntimeException e) {
      return new UnreadableCommit(id.name(), Damage.reason(e), Damage.describe(e));
    }
  }

  @Override
  public void close() {
    reader.close();
  }

  private RawCommit commit(ObjectId id) throws IOException {
    return new RawCommit(id, reader.open(id, Constants.OBJ_COMMIT).getCachedBytes());
  }

  private CommitOutcome read(ObjectId id, RawCommit commit) {
    var listed = list(id, commit);
    return new GitCommit(
        id.name(),
        commit.parents().stream().map(ObjectId::name).toList(),
        commit.author(),
        commit.committer(),
        commit.message(),
        listed.paths(),
        listed.count(),
        listed.damage());
  }

  private PathList.Listed list(ObjectId id, RawCommit commit) {
    try {
      var trees = new ArrayList<ObjectId>(commit.parents().size());
      var shallow = reader.getShallowCommits();
      if (shallow.contains(id)) {
        return new PathList.Listed(
            List.of(),
            0,
            Optional.of("changed paths are not known: the clone is shallow, without the parents"));
      }
      for (var parent : commit.parents()) {
        trees.add(commit(parent).tree());
      }
      return pathList.of(trees, commit.tree());
    } catch (IOException | RuntimeException e) {
      return new PathList.Listed(
          List.of(), 0, Optional.of("changed paths are not known: " + Damage.describe(e)));
    }
  }
}

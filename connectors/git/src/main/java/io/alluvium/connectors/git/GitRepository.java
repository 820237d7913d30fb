package io.alluvium.connectors.git;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * A git repository on this machine, read and never written: not even a lock or a probe file.
 *
 * <p>Read are the repository's own files only, no git executable and no configuration of a user or
 * the machine. Replacement objects and grafts are ignored, so a commit is what its id says.
 *
 * <p>Methods may be called by several threads; a {@link CommitWalk} belongs to one.
 */
public final class GitRepository implements AutoCloseable {
  /** Most paths listed per commit; the others are only counted. */
  public static final int MAX_PATHS = 1_000;

  /** Largest blob whose lines are counted. */
  public static final int MAX_BLOB_BYTES = 1 << 20;

  /** Most bytes of blobs compared per commit; paths beyond have no line counts. */
  public static final int MAX_COMMIT_BYTES = 32 << 20;

  /** A lock older than this was left behind by a process that died. */
  private static final Duration STALE_LOCK = Duration.ofMinutes(10);

  private final Path gitDirectory;
  private final Path commonDirectory;
  private final Optional<Path> workTree;
  private final ObjectStore store;
  private final ReadAhead readAhead;

  private GitRepository(Path gitDirectory) throws IOException {
    this.gitDirectory = gitDirectory;
    this.store = new ObjectStore(gitDirectory);
    try (var repository = store.acquire()) {
      this.commonDirectory = repository.getCommonDirectory().toPath();
      this.workTree =
          repository.isBare() ? Optional.empty() : Optional.of(repository.getWorkTree().toPath());
    }
    this.readAhead = new ReadAhead(store, gitDirectory.toString());
  }

  /**
   * Opens the repository a file or directory lies in: the nearest one at or above it, be it a
   * clone, a work tree, a submodule or a bare repository. Empty where there is none.
   *
   * @throws UncheckedIOException if there is one, but it cannot be opened: damaged configuration,
   *     an unknown format (SHA-256 object ids included), no permission
   */
  public static Optional<GitRepository> containing(Path path) {
    QuietSystem.install();
    try {
      var start = path.toRealPath();
      var directory = Files.isDirectory(start) ? start : start.getParent();
      var found =
          new FileRepositoryBuilder().findGitDir(directory == null ? null : directory.toFile());
      File gitDirectory = found.getGitDir();
      return gitDirectory == null
          ? Optional.empty()
          : Optional.of(new GitRepository(gitDirectory.toPath().toRealPath()));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot open the git repository of " + path + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new UncheckedIOException(
          new IOException("Cannot open the git repository of " + path + ": " + e.getMessage(), e));
    }
  }

  /** Directory with HEAD and the index: {@code .git}, or the work tree's own one within it. */
  public Path gitDirectory() {
    return gitDirectory;
  }

  /** Directory with objects and refs; the git directory itself, except in a further work tree. */
  public Path commonDirectory() {
    return commonDirectory;
  }

  /** Directory of the checked out files; empty for a bare repository. */
  public Optional<Path> workTree() {
    return workTree;
  }

  /**
   * Full names of all branches, tags and remote branches with the commit each points to, sorted;
   * {@code HEAD} too where it is detached. Tags are followed to what they name; a tag of something
   * else than a commit is listed, and a walk passes it over. Not listed: {@code refs/stash}, {@code
   * refs/notes} and other bookkeeping of tools, which is no history anybody published.
   *
   * <p>Empty for a repository without commits.
   *
   * @throws UncheckedIOException if the refs cannot be read
   */
  public Map<String, String> refs() {
    try (var repository = store.acquire()) {
      return Collections.unmodifiableMap(Refs.read(repository));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the refs of " + gitDirectory, e);
    }
  }

  /**
   * Full names of all tags with the object each points to itself: of an annotated tag the tag
   * object, of another what it names.
   *
   * @throws UncheckedIOException if the refs cannot be read
   */
  public Map<String, String> tags() {
    try (var repository = store.acquire()) {
      return Collections.unmodifiableMap(RefObjects.tags(repository));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the tags of " + gitDirectory, e);
    }
  }

  /** What an annotated tag says; empty if the object is something else or cannot be read. */
  public Optional<GitTag> tag(String id) {
    try (var reader = new ResilientReader(store);
        var walk = new RevWalk(reader)) {
      return RefObjects.tag(walk, id);
    }
  }

  /** When a commit came to be; empty if it is none, cannot be read, or states no time. */
  public Optional<Instant> committedAt(String sha) {
    try (var reader = new ResilientReader(store);
        var walk = new RevWalk(reader)) {
      return RefObjects.committedAt(walk, sha);
    }
  }

  /** Whether one commit is part of another's history; empty if too much of it cannot be read. */
  public Optional<Boolean> isAncestor(String before, String after) {
    try (var reader = new ResilientReader(store);
        var walk = new RevWalk(reader)) {
      walk.setRetainBody(false);
      return RefObjects.isAncestor(walk, before, after);
    }
  }

  /** What the refs' files look like now; to be taken before {@link #refs} is read. */
  public RefsStamp stamp() {
    return RefsStamp.of(gitDirectory, commonDirectory);
  }

  /** Cheap check whether refs may have changed since; false only where they have not. */
  public boolean changedSince(RefsStamp stamp) {
    return !stamp.settled() || !stamp.equals(stamp());
  }

  /**
   * True while a git command holds the index, as a checkout or rebase does: files may change by the
   * thousand. A lock of more than ten minutes is taken for one left behind.
   */
  public boolean busy() {
    try {
      var locked = Files.getLastModifiedTime(gitDirectory.resolve("index.lock")).toInstant();
      return locked.plus(STALE_LOCK).isAfter(Instant.now());
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Orders the commits reachable from {@code tips} and not from {@code exclude}, newest committer
   * time first. A tip or an ancestor that cannot be read takes its place as {@link
   * UnreadableCommit}; a shallow clone ends where it was cut, without one. Commits reachable from
   * {@code exclude} are left out; where clocks ran backwards a few may appear all the same.
   *
   * @param tips object ids of commits; ids of other objects are passed over
   * @param exclude object ids of commits; those that the repository does not have are reported by
   *     {@link CommitWalk#missingExcludes()}
   */
  public CommitWalk walk(Collection<String> tips, Collection<String> exclude) {
    try (var reader = new ResilientReader(store);
        var walk = new RevWalk(reader)) {
      var order = CommitOrder.of(walk, tips, exclude);
      return new CommitWalk(ids(order), order.missingExcludes(), readAhead);
    }
  }

  /**
   * Object ids of the commits that were reachable from {@code oldTips} and are not from {@code
   * newTips}, newest first: what a rewrite, a reset or a deleted branch dropped. Exact, at the
   * price of reading the whole history whenever something was dropped.
   *
   * @throws MissingHistoryException if an object needed to judge is gone or damaged
   */
  public List<String> dropped(Collection<String> oldTips, Collection<String> newTips)
      throws MissingHistoryException {
    try (var reader = new ResilientReader(store);
        var walk = new RevWalk(reader)) {
      var order = CommitOrder.exactly(walk, oldTips, newTips);
      if (!order.commits().isEmpty() && !order.unreadable().isEmpty()) {
        var missing = order.unreadable().keySet().iterator().next().name();
        throw new MissingHistoryException(
            "Commit " + missing + " is needed to tell what was dropped, but cannot be read");
      }
      return order.commits().stream().map(ObjectId::name).toList();
    } finally {
      store.release();
    }
  }

  @Override
  public void close() {
    readAhead.close();
    store.close();
  }

  private static List<ObjectId> ids(CommitOrder order) {
    return order.commits().stream().map(ObjectId::copy).toList();
  }
}

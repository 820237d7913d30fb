package io.alluvium.simulators.github.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.TagBuilder;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/** The commits, branches and tags of a repository: a real git repository in memory. Thread-safe. */
public final class GitData {
  private final Repository repository;
  private final GitHubState state;
  private final InMemoryRepository git;

  GitData(Repository repository) {
    this.repository = repository;
    this.state = repository.state;
    this.git = new InMemoryRepository(new DfsRepositoryDescription(repository.fullName()));
    run(() -> git.updateRef(Constants.HEAD).link(Constants.R_HEADS + "main"));
  }

  /** The repository itself, to be served; read it under the state's lock. */
  public org.eclipse.jgit.lib.Repository git() {
    return git;
  }

  /** Whether nothing was pushed yet. */
  public boolean isEmpty() {
    return branches().isEmpty();
  }

  /** Branches by name, with their newest commit. */
  public Map<String, String> branches() {
    return refs(Constants.R_HEADS);
  }

  /** Tags by name, with the commit they name. */
  public Map<String, String> tags() {
    return refs(Constants.R_TAGS);
  }

  /** Commits that are reachable from a branch, tag or SHA, newest first. */
  public List<RevCommit> commits(String revision) {
    synchronized (state) {
      try (var walk = new RevWalk(git)) {
        walk.sort(RevSort.COMMIT_TIME_DESC);
        walk.markStart(walk.parseCommit(resolve(revision)));
        var commits = new ArrayList<RevCommit>();
        walk.forEach(commits::add);
        return commits;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Pushes a commit to a branch, which is created on first use from nothing.
   *
   * @return its SHA
   */
  public String commit(String branch, String author, String message, Map<String, String> files) {
    synchronized (state) {
      String parent = branches().get(branch);
      String sha = write(parent, author, message, files);
      update(Constants.R_HEADS + branch, sha);
      pushed(author, Constants.R_HEADS + branch);
      return sha;
    }
  }

  /** Writes a commit that no branch has yet, on top of {@code parent} or of nothing. */
  public String write(
      @Nullable String parent, String author, String message, Map<String, String> files) {
    synchronized (state) {
      return call(() -> {
        try (ObjectInserter inserter = git.newObjectInserter()) {
          var commit = new CommitBuilder();
          commit.setTreeId(tree(inserter, parent, files));
          if (parent != null) {
            commit.setParentId(ObjectId.fromString(parent));
          }
          commit.setAuthor(person(author));
          commit.setCommitter(person(author));
          commit.setMessage(message);
          ObjectId id = inserter.insert(commit);
          inserter.flush();
          return id.name();
        }
      });
    }
  }

  /** Points a branch at a commit, whatever it pointed at: a new branch, or a forced push. */
  public void forcePush(String branch, String actor, String sha) {
    synchronized (state) {
      update(Constants.R_HEADS + branch, sha);
      pushed(actor, Constants.R_HEADS + branch);
    }
  }

  /** Deletes a branch. */
  public void deleteBranch(String branch) {
    delete(Constants.R_HEADS + branch);
  }

  /** Sets a lightweight tag, or moves it. */
  public void tag(String name, String sha) {
    synchronized (state) {
      update(Constants.R_TAGS + name, sha);
    }
  }

  /** Sets an annotated tag. */
  public void annotatedTag(String name, String sha, String author, String message) {
    synchronized (state) {
      String id =
          call(() -> {
            try (ObjectInserter inserter = git.newObjectInserter()) {
              var tag = new TagBuilder();
              tag.setTag(name);
              tag.setTagger(person(author));
              tag.setMessage(message);
              tag.setObjectId(ObjectId.fromString(sha), Constants.OBJ_COMMIT);
              ObjectId written = inserter.insert(tag);
              inserter.flush();
              return written.name();
            }
          });
      update(Constants.R_TAGS + name, id);
    }
  }

  /** Deletes a tag. */
  public void deleteTag(String name) {
    delete(Constants.R_TAGS + name);
  }

  /** References below a prefix such as {@code refs/heads/}, with what they point at. */
  public List<Ref> refsBelow(String prefix) {
    synchronized (state) {
      return call(() -> git.getRefDatabase().getRefsByPrefix(prefix));
    }
  }

  private Map<String, String> refs(String prefix) {
    synchronized (state) {
      var found = new LinkedHashMap<String, String>();
      for (Ref ref : refsBelow(prefix)) {
        Ref peeled = call(() -> git.getRefDatabase().peel(ref));
        ObjectId target = peeled.getPeeledObjectId();
        ObjectId own = target == null ? ref.getObjectId() : target;
        found.put(ref.getName().substring(prefix.length()), own.name());
      }
      return found;
    }
  }

  private ObjectId resolve(String revision) throws IOException {
    ObjectId id = git.resolve(revision);
    if (id == null) {
      throw new UnknownItemException("Revision " + revision);
    }
    return id;
  }

  private ObjectId tree(ObjectInserter inserter, @Nullable String parent, Map<String, String> files)
      throws IOException {
    DirCache index = DirCache.newInCore();
    if (parent != null) {
      try (var walk = new RevWalk(git)) {
        RevCommit commit = walk.parseCommit(ObjectId.fromString(parent));
        index = DirCache.read(walk.getObjectReader(), commit.getTree());
      }
    }
    DirCacheEditor editor = index.editor();
    for (var file : files.entrySet()) {
      ObjectId blob =
          inserter.insert(Constants.OBJ_BLOB, file.getValue().getBytes(StandardCharsets.UTF_8));
      editor.add(
          new DirCacheEditor.PathEdit(file.getKey()) {
            @Override
            public void apply(DirCacheEntry entry) {
              entry.setFileMode(FileMode.REGULAR_FILE);
              entry.setObjectId(blob);
            }
          });
    }
    editor.finish();
    return index.writeTree(inserter);
  }

  private PersonIdent person(String login) {
    return new PersonIdent(
        login,
        login + "@users.noreply.github.com",
        Instant.ofEpochSecond(state.now()),
        ZoneOffset.UTC);
  }

  private void update(String ref, String sha) {
    run(() -> {
      RefUpdate update = git.updateRef(ref);
      update.setNewObjectId(ObjectId.fromString(sha));
      update.forceUpdate();
    });
    repository.pushed();
  }

  private void delete(String ref) {
    synchronized (state) {
      run(() -> {
        RefUpdate update = git.updateRef(ref);
        update.setForceUpdate(true);
        update.delete();
      });
      repository.pushed();
    }
  }

  private void pushed(String actor, String ref) {
    repository.happened("PushEvent", null, state.user(actor), ref);
  }

  private interface Question<T> {
    T answer() throws IOException;
  }

  private interface Step {
    void run() throws IOException;
  }

  private static <T> T call(Question<T> question) {
    try {
      return question.answer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

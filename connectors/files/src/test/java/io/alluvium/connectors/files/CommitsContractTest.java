package io.alluvium.connectors.files;

import io.alluvium.connectors.SourceConnectorContract;
import io.alluvium.connectors.Upstream;
import io.alluvium.schemas.EntityKey;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceTask;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.ResetCommand.ResetType;
import org.eclipse.jgit.api.errors.GitAPIException;

/** The contract once more, with commits as what is created and dropped. */
final class CommitsContractTest extends SourceConnectorContract {
  @Override
  protected Upstream upstream(Path directory) {
    return new Repository(directory);
  }

  @Override
  protected SourceConnector connector() {
    return new FilesSourceConnector();
  }

  @Override
  protected SourceTask task() {
    return new FilesSourceTask();
  }

  /** A repository without files. */
  private static final class Repository extends DirectoryUpstream {
    private final Git git;
    private final Deque<String> commits = new ArrayDeque<>();
    private int created;

    Repository(Path root) {
      super(root);
      try {
        this.git = Git.init().setDirectory(root.toFile()).setInitialBranch("main").call();
      } catch (GitAPIException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public Set<String> listed() {
      return Set.copyOf(commits);
    }

    @Override
    public String create() {
      try {
        var commit =
            git.commit()
                .setMessage("Commit " + created++)
                .setAuthor("Ada", "ada@example.org")
                .setCommitter("Ada", "ada@example.org")
                .setAllowEmpty(true)
                .setSign(false)
                .call();
        commits.add(EntityKey.commit(commit.name()).value());
        return commits.getLast();
      } catch (GitAPIException e) {
        throw new IllegalStateException(e);
      }
    }

    /** A commit never changes; one more is what comes closest. */
    @Override
    public String change() {
      return create();
    }

    @Override
    public String delete() {
      try {
        git.reset().setMode(ResetType.SOFT).setRef("HEAD~1").call();
        return commits.removeLast();
      } catch (GitAPIException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      git.close();
    }
  }
}

package io.alluvium.connectors.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What refs point to, beside what git itself says about it. */
final class RefObjectsTest {
  @TempDir Path directory;
  private GitCli git;
  private GitRepository repository;

  @BeforeEach
  void openRepository() {
    git = GitCli.init(directory.resolve("repository"));
    var history = new FastImport();
    for (int i = 0; i < 5; i++) {
      history.write("f" + i, "line\n").commit("main", "Commit " + i + "\n");
    }
    history.branch("side", 3);
    history.write("s", "line\n").commit("side", "Side\n");
    git.load(history);
    repository = GitRepository.containing(git.directory()).orElseThrow();
  }

  @AfterEach
  void closeRepository() {
    repository.close();
  }

  @Test
  void tellsWhatIsPartOfAHistory() {
    var main = sha("main");
    assertThat(repository.isAncestor(sha("main~2"), main)).contains(true);
    assertThat(repository.isAncestor(main, main)).contains(true);
    assertThat(repository.isAncestor(main, sha("main~2"))).contains(false);
    assertThat(repository.isAncestor(sha("side"), main)).contains(false);
    assertThat(repository.isAncestor("1".repeat(40), main)).isEmpty();
  }

  @Test
  void tellsAnAnnotatedTagFromOneThatIsOnlyAName() {
    git.run("tag", "plain", "main");
    git.run("tag", "-a", "-m", "One\n\nWith gauges.", "v1", "main");
    var tags = repository.tags();
    assertThat(tags).containsEntry("refs/tags/plain", sha("main"));
    assertThat(tags).containsEntry("refs/tags/v1", sha("v1"));
    assertThat(repository.refs()).containsEntry("refs/tags/v1", sha("main"));
    assertThat(repository.tag(sha("main"))).isEmpty();
    assertThat(repository.tag(sha("v1")))
        .hasValueSatisfying(tag -> {
          assertThat(tag.message()).isEqualTo("One\n\nWith gauges.\n");
          assertThat(tag.tagger().mail()).isEqualTo(line("v1", "%(taggeremail:trim)"));
          assertThat(tag.tagger().when())
              .isEqualTo(Instant.ofEpochSecond(Long.parseLong(line("v1", "%(taggerdate:unix)"))));
        });
  }

  @Test
  void tellsWhenACommitCameToBe() {
    long time = Long.parseLong(git.lines("log", "-1", "--format=%ct", "main").get(0));
    assertThat(repository.committedAt(sha("main"))).contains(Instant.ofEpochSecond(time));
    assertThat(repository.committedAt("1".repeat(40))).isEmpty();
    assertThat(repository.committedAt(sha("main^{tree}"))).isEmpty();
  }

  private String line(String tag, String format) {
    return git.lines("for-each-ref", "--format=" + format, "refs/tags/" + tag).get(0);
  }

  private String sha(String revision) {
    return git.lines("rev-parse", revision).get(0);
  }
}

package io.alluvium.topology.links;

import static io.alluvium.topology.links.Told.OTHER_SHA;
import static io.alluvium.topology.links.Told.SHA;
import static io.alluvium.topology.links.Told.issue;
import static io.alluvium.topology.links.Told.localCommit;
import static io.alluvium.topology.links.Told.message;
import static io.alluvium.topology.links.Told.pullRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What upstream states by itself: attributes, threads, names, changed paths. */
final class StatedLinksTest {
  private static final String PULL = "github:github.com/issue/1296269/1348";
  private static final String PATHS =
      "Fix the gauge\n\nM  src/Gauge.java  +3 -1\nR  old name.txt -> docs/new.txt  +0 -0\n"
          + "C  a.txt -> b.txt  +0 -0\nA  logo.png  binary\nD  bad\uFFFD.txt  +0 -1\n"
          + "… and 4 more paths";

  @Test
  void aPullRequestHasAHead() {
    assertThat(pullRequest("").having("head_sha", SHA).edges())
        .containsExactly("has_head commit:" + SHA);
    assertThat(pullRequest("").having("head_sha", SHA).evidence())
        .containsExactly("head_sha=" + SHA);
  }

  @Test
  void aMergedPullRequestHasAMergeCommit() {
    var trial = pullRequest("").having("merge_commit_sha", OTHER_SHA);
    assertThat(trial.edges()).isEmpty();
    assertThat(trial.having("merged", "true").edges())
        .containsExactly("merged_as commit:" + OTHER_SHA);
  }

  @Test
  void theBranchOfAPullRequestMayNameAKey() {
    assertThat(pullRequest("").having("head_ref", "ada/ABC-123-fix_it").edges())
        .containsExactly("mentions ref:key/ABC-123");
    assertThat(pullRequest("").having("head_ref", "fix-UTF-8").edges()).isEmpty();
    assertThat(pullRequest("").having("head_ref", "release-1.2").edges()).isEmpty();
  }

  @Test
  void aRunAndAJobCheckACommit() {
    var run = Told.of("run", EntityKey.github("github.com", "run", 1296269, 304));
    var job = Told.of("job", EntityKey.github("github.com", "job", 1296269, 9));
    assertThat(run.having("head_sha", SHA).edges()).containsExactly("checks commit:" + SHA);
    assertThat(job.having("head_sha", SHA).in(run.event().getEntityKey()).edges())
        .containsExactly("part_of github:github.com/run/1296269/304", "checks commit:" + SHA);
  }

  @Test
  void aReviewIsOfACommit() {
    var review = Told.of("review", EntityKey.github("github.com", "review", 1296269, 80));
    assertThat(review.having("commit", SHA).in(PULL).edges())
        .containsExactly("part_of " + PULL, "reviews commit:" + SHA);
  }

  @Test
  void aCommentOnALineAnswersAnother() {
    var comment = Told.of("comment", EntityKey.github("github.com", "review_comment", 1296269, 10));
    assertThat(comment.having("original_commit", SHA).having("in_reply_to", "9").in(PULL).edges())
        .containsExactly(
            "part_of " + PULL,
            "reviews commit:" + SHA,
            "answers github:github.com/review_comment/1296269/9");
  }

  @Test
  void aBranchPointsToACommit() {
    var key = new EntityKey("github:github.com/branch/1296269/main");
    assertThat(Told.of("branch", key).having("sha", SHA).edges())
        .containsExactly("points_to commit:" + SHA);
  }

  @Test
  void whatIsNoFullShaIsNoCommit() {
    assertThat(pullRequest("").having("head_sha", "main").edges()).isEmpty();
  }

  @Test
  void aReplyIsPartOfItsThread() {
    var thread = "slack:T02AB12CD/C024BE91L/1795161500.000100";
    assertThat(message("").in(thread).edges()).containsExactly("part_of " + thread);
    var parent = message("");
    assertThat(parent.in(parent.event().getEntityKey()).edges()).isEmpty();
  }

  @Test
  void whatOthersKnowByNameStatesItsName() {
    assertThat(names(issue("").event()))
        .containsExactly("ref:issue/github.com/octocat/hello-world/1347");
    assertThat(names(pullRequest("").event()))
        .containsExactly("ref:issue/github.com/octocat/hello-world/1348");
    assertThat(names(message("").event()))
        .containsExactly("ref:message/example.slack.com/C024BE91L/1795161552.000100");
    var run =
        Told.of("run", EntityKey.github("github.com", "run", 1296269, 304))
            .at("https://github.com/octocat/Hello-World/actions/runs/304");
    assertThat(names(run.event())).containsExactly("ref:run/github.com/octocat/hello-world/304");
    assertThat(names(localCommit("").event())).isEmpty();
    assertThat(names(message("").with(event -> event.setUrl(null)).event())).isEmpty();
  }

  @Test
  void aCommitChangesFilesWhoseRootItKnows() {
    assertThat(localCommit(PATHS).edges()).isEmpty();
    assertThat(localCommit(PATHS).having("files_root", "r").edges())
        .containsExactly(
            "changes file:r/src/Gauge.java",
            "changes file:r/old%20name.txt",
            "changes file:r/docs/new.txt",
            "changes file:r/b.txt",
            "changes file:r/logo.png");
  }

  @Test
  void aCommitChangesOnlyFilesBelowTheRoot() {
    assertThat(localCommit(PATHS).having("files_root", "r").having("files_below", "docs").edges())
        .containsExactly("changes file:r/new.txt");
  }

  @Test
  void aRepositoryOnAnotherHostKeepsItsHost() {
    var key = EntityKey.githubIssue("git.acme.io:8443", 5, 1);
    assertThat(
            Told.of("issue", key)
                .at("https://git.acme.io:8443/acme/web/issues/1")
                .saying("#2, acme/web#3, acme/api#4")
                .edges())
        .containsExactly(
            "mentions github:git.acme.io%3A8443/issue/5/2",
            "mentions github:git.acme.io%3A8443/issue/5/3",
            "mentions ref:issue/git.acme.io%3A8443/acme/api/4");
  }

  @Test
  void aDeletionStatesNothing() {
    var deleted = issue("#12").with(event -> event.setDeleted(true)).event();
    assertThat(LinkRules.of(deleted)).isEmpty();
  }

  private static List<String> names(Event event) {
    return LinkRules.of(event).stream()
        .filter(edge -> edge.relation() == Relation.NAMED)
        .map(Edge::otherKey)
        .toList();
  }
}

package io.alluvium.simulators.github.rest;

import io.alluvium.simulators.github.state.Repository;
import java.util.List;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;

/** How the commits of one repository look in answers. */
final class CommitJson {
  private final String url;
  private final String page;

  CommitJson(Urls urls, Repository repository) {
    this.url = urls.repository(repository);
    this.page = urls.page(repository);
  }

  void commit(JsonOut out, RevCommit commit) {
    String sha = commit.name();
    out.object(() ->
        out.field("sha", sha)
            .field("node_id", Urls.nodeId("Commit", sha.hashCode()))
            .object("commit", () -> content(out, commit))
            .field("url", url + "/commits/" + sha)
            .field("html_url", page + "/commit/" + sha)
            .field("comments_url", url + "/commits/" + sha + "/comments")
            .nothing("author")
            .nothing("committer")
            .array("parents", List.of(commit.getParents()), this::parent));
  }

  private void content(JsonOut out, RevCommit commit) {
    String tree = commit.getTree().name();
    person(out, "author", commit.getAuthorIdent());
    person(out, "committer", commit.getCommitterIdent());
    out.field("message", commit.getFullMessage())
        .object("tree", () -> out.field("sha", tree).field("url", url + "/git/trees/" + tree))
        .field("url", url + "/git/commits/" + commit.name())
        .field("comment_count", 0)
        .object(
            "verification",
            () ->
                out.field("verified", false)
                    .field("reason", "unsigned")
                    .nothing("signature")
                    .nothing("payload")
                    .nothing("verified_at"));
  }

  private void parent(JsonOut out, RevCommit parent) {
    out.object(() ->
        out.field("sha", parent.name())
            .field("url", url + "/commits/" + parent.name())
            .field("html_url", page + "/commit/" + parent.name()));
  }

  private static void person(JsonOut out, String name, PersonIdent person) {
    out.object(
        name,
        () ->
            out.field("name", person.getName())
                .field("email", person.getEmailAddress())
                .time("date", person.getWhenAsInstant().getEpochSecond()));
  }
}

package io.alluvium.simulators.github.rest;

import io.alluvium.simulators.github.state.Account;
import io.alluvium.simulators.github.state.Comment;
import io.alluvium.simulators.github.state.Issue;
import io.alluvium.simulators.github.state.Label;
import io.alluvium.simulators.github.state.Milestone;
import io.alluvium.simulators.github.state.Pull;
import io.alluvium.simulators.github.state.Repository;
import io.alluvium.simulators.github.state.StateChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the issues of one repository look in answers, with what belongs to them. */
final class IssueJson {
  private final String url;
  private final String page;
  private final AccountJson accounts;

  IssueJson(Urls urls, Repository repository) {
    this.url = urls.repository(repository);
    this.page = urls.page(repository);
    this.accounts = new AccountJson(urls);
  }

  void issue(JsonOut out, Issue issue) {
    out.object(() -> {
      addresses(out, issue);
      common(out, issue);
      out.field("comments", issue.comments())
          .field("state_reason", issue.stateReason())
          .object("closed_by", issue.closedBy(), accounts::simple)
          .field("author_association", "MEMBER")
          .nothing("active_lock_reason")
          .nothing("performed_via_github_app");
      reactions(out, url + "/issues/" + issue.number() + "/reactions");
      out.field("timeline_url", url + "/issues/" + issue.number() + "/timeline");
      Pull pull = issue.pull();
      if (pull != null) {
        pullLinks(out, issue, pull);
      }
    });
  }

  /** What issues and pull requests show alike. */
  void common(JsonOut out, Issue issue) {
    List<Account> assignees = issue.assignees();
    out.field("number", issue.number())
        .field("title", issue.title())
        .object("user", issue.author(), accounts::simple)
        .array("labels", issue.labels(), this::label)
        .field("state", issue.state())
        .field("locked", issue.locked())
        .object("assignee", assignees.isEmpty() ? null : assignees.get(0), accounts::simple)
        .array("assignees", assignees, accounts::simple)
        .object("milestone", issue.milestone(), this::milestone)
        .time("created_at", issue.createdAt())
        .time("updated_at", issue.updatedAt())
        .time("closed_at", issue.closedAt())
        .field("body", issue.body());
  }

  void comment(JsonOut out, Comment comment) {
    String own = url + "/issues/comments/" + comment.id();
    out.object(() -> {
      out.field("url", own)
          .field("html_url", page + "/issues/" + comment.issue() + "#issuecomment-" + comment.id())
          .field("issue_url", url + "/issues/" + comment.issue())
          .field("id", comment.id())
          .field("node_id", Urls.nodeId("IssueComment", comment.id()))
          .object("user", comment.author(), accounts::simple)
          .time("created_at", comment.createdAt())
          .time("updated_at", comment.updatedAt())
          .field("author_association", "MEMBER")
          .field("body", comment.body())
          .nothing("performed_via_github_app");
      reactions(out, own + "/reactions");
    });
  }

  void label(JsonOut out, Label label) {
    out.object(() ->
        out.field("id", label.id())
            .field("node_id", Urls.nodeId("Label", label.id()))
            .field("url", url + "/labels/" + label.name().replace(" ", "%20"))
            .field("name", label.name())
            .field("color", label.color())
            .field("default", false)
            .field("description", label.description()));
  }

  void milestone(JsonOut out, Milestone milestone) {
    String own = url + "/milestones/" + milestone.number();
    out.object(() ->
        out.field("url", own)
            .field("html_url", page + "/milestone/" + milestone.number())
            .field("labels_url", own + "/labels")
            .field("id", milestone.id())
            .field("node_id", Urls.nodeId("Milestone", milestone.id()))
            .field("number", milestone.number())
            .field("title", milestone.title())
            .nothing("description")
            .object("creator", milestone.creator(), accounts::simple)
            .field("open_issues", 0)
            .field("closed_issues", 0)
            .field("state", "open")
            .time("created_at", milestone.createdAt())
            .time("updated_at", milestone.createdAt())
            .nothing("due_on")
            .nothing("closed_at"));
  }

  /** A state change in the repository's list of them, where the issue is part of it. */
  void change(JsonOut out, StateChange change, @Nullable Issue issue) {
    out.object(() -> {
      out.field("id", change.id())
          .field("node_id", Urls.nodeId("IssueEvent", change.id()))
          .field("url", url + "/issues/events/" + change.id())
          .object("actor", change.actor(), accounts::simple)
          .field("event", change.event())
          .nothing("commit_id")
          .nothing("commit_url")
          .time("created_at", change.createdAt())
          .nothing("performed_via_github_app");
      if (change.event().equals("closed")) {
        out.field("state_reason", change.detail().isEmpty() ? null : change.detail());
      }
      if (issue != null) {
        out.object("issue", issue, this::issue);
      }
    });
  }

  void reactions(JsonOut out, String address) {
    out.object(
        "reactions",
        () -> {
          out.field("url", address).field("total_count", 0);
          List.of("+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes")
              .forEach(name -> out.field(name, 0));
        });
  }

  private void addresses(JsonOut out, Issue issue) {
    String own = url + "/issues/" + issue.number();
    out.field("url", own)
        .field("repository_url", url)
        .field("labels_url", own + "/labels{/name}")
        .field("comments_url", own + "/comments")
        .field("events_url", own + "/events")
        .field("html_url", page + (issue.isPull() ? "/pull/" : "/issues/") + issue.number())
        .field("id", issue.id())
        .field("node_id", Urls.nodeId(issue.isPull() ? "PullRequest" : "Issue", issue.id()));
  }

  private void pullLinks(JsonOut out, Issue issue, Pull pull) {
    String html = page + "/pull/" + issue.number();
    out.field("draft", pull.draft())
        .object(
            "pull_request",
            () ->
                out.field("url", url + "/pulls/" + issue.number())
                    .field("html_url", html)
                    .field("diff_url", html + ".diff")
                    .field("patch_url", html + ".patch")
                    .time("merged_at", pull.mergedAt()));
  }
}

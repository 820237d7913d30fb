package io.alluvium.simulators.github.rest;

import io.alluvium.simulators.github.state.Account;
import io.alluvium.simulators.github.state.Comment;
import io.alluvium.simulators.github.state.Happening;
import io.alluvium.simulators.github.state.Issue;
import io.alluvium.simulators.github.state.Pull;
import io.alluvium.simulators.github.state.Repository;
import java.util.Comparator;
import java.util.List;

/** The events lists: the last 300 within 30 days, late, and with no promise to be complete. */
final class EventEndpoints {
  private static final int LARGEST = 300;
  private static final long DAYS_30 = 30 * 86_400L;
  private static final String POLL_SECONDS = "60";

  /** An event with the repository it is from. */
  private record Entry(Repository repository, Happening happening) {}

  private EventEndpoints() {}

  static void register(Routes routes) {
    routes.repository("/events", EventEndpoints::ofRepository);
    routes.get("/orgs/{org}/events", EventEndpoints::ofOrganization);
  }

  private static Reply ofRepository(Call call) {
    return events(call, List.of(call.repository()));
  }

  private static Reply ofOrganization(Call call) {
    Account owner =
        call.state().findAccount(call.path("org")).orElseThrow(ApiErrorException::notFound);
    return events(
        call,
        call.state().repositories().stream()
            .filter(repository -> repository.owner() == owner && call.credential().sees(repository))
            .toList());
  }

  private static Reply events(Call call, List<Repository> repositories) {
    long now = call.state().clock().seconds();
    long visible = now - call.state().eventsDelay().toSeconds();
    var paging = new Paging(call);
    if (paging.offset() >= LARGEST) {
      throw new ApiErrorException(
          422,
          "In order to keep the API fast for everyone, pagination is"
              + " limited for this resource.");
    }
    List<Entry> entries =
        repositories.stream()
            .flatMap(from -> from.happenings().stream().map(what -> new Entry(from, what)))
            .filter(entry -> entry.happening().createdAt() <= visible)
            .filter(entry -> entry.happening().createdAt() > now - DAYS_30)
            .sorted(Comparator.comparingLong((Entry entry) -> -entry.happening().id()))
            .limit(LARGEST)
            .toList();
    return paging
        .of(entries, (out, entry) -> write(call, out, entry))
        .with("X-Poll-Interval", POLL_SECONDS);
  }

  private static void write(Call call, JsonOut out, Entry entry) {
    Repository repository = entry.repository();
    Happening happening = entry.happening();
    out.object(() ->
        out.field("id", String.valueOf(happening.id()))
            .field("type", happening.type())
            .object("actor", () -> actor(call, out, happening.actor()))
            .object(
                "repo",
                () ->
                    out.field("id", repository.id())
                        .field("name", repository.fullName())
                        .field("url", call.urls().repository(repository)))
            .object("payload", () -> payload(call, out, entry))
            .field("public", !repository.isPrivate())
            .time("created_at", happening.createdAt()));
  }

  private static void actor(Call call, JsonOut out, Account actor) {
    out.field("id", actor.id())
        .field("login", actor.login())
        .field("display_login", actor.login())
        .field("gravatar_id", "")
        .field("url", call.urls().api() + "/users/" + actor.login())
        .field("avatar_url", call.urls().web() + "/avatars/u/" + actor.id());
  }

  private static void payload(Call call, JsonOut out, Entry entry) {
    Happening happening = entry.happening();
    Repository repository = entry.repository();
    String action = happening.action();
    if (action != null) {
      out.field("action", action);
    }
    switch (happening.type()) {
      case "PushEvent" -> push(out, entry);
      case "IssuesEvent" ->
          repository
              .issues()
              .find(Integer.parseInt(happening.subject()))
              .ifPresent(issue -> issue(call, out, repository, issue));
      case "PullRequestEvent" ->
          repository
              .issues()
              .find(Integer.parseInt(happening.subject()))
              .ifPresent(issue -> pull(call, out, repository, issue));
      case "IssueCommentEvent" ->
          repository
              .issues()
              .comments()
              .find(Long.parseLong(happening.subject()))
              .ifPresent(comment -> comment(call, out, repository, comment));
      default -> {
        // Reviews, review comments and releases are trimmed to their action.
      }
    }
  }

  // On github.com a push names no commits.
  private static void push(JsonOut out, Entry entry) {
    String ref = entry.happening().subject();
    String head = entry.repository().git().branches().get(ref.substring("refs/heads/".length()));
    out.field("repository_id", entry.repository().id())
        .field("push_id", entry.happening().id())
        .field("ref", ref)
        .field("head", head == null ? "0".repeat(40) : head)
        .field("before", "0".repeat(40));
  }

  private static void issue(Call call, JsonOut out, Repository repository, Issue issue) {
    out.object("issue", issue, new IssueJson(call.urls(), repository)::issue);
  }

  private static void comment(Call call, JsonOut out, Repository repository, Comment comment) {
    repository
        .issues()
        .find(comment.issue())
        .ifPresent(issue -> issue(call, out, repository, issue));
    out.object("comment", comment, new IssueJson(call.urls(), repository)::comment);
  }

  private static void pull(Call call, JsonOut out, Repository repository, Issue issue) {
    out.field("number", issue.number());
    Pull pull = issue.pull();
    if (pull == null) {
      return;
    }
    String url = call.urls().repository(repository);
    out.object(
        "pull_request",
        () -> {
          out.field("id", pull.id())
              .field("number", issue.number())
              .field("url", url + "/pulls/" + issue.number());
          branch(out, "head", pull.headRef(), pull.headSha(), repository, url);
          branch(out, "base", pull.baseRef(), "b".repeat(40), repository, url);
        });
  }

  private static void branch(
      JsonOut out, String name, String ref, String sha, Repository repository, String url) {
    out.object(
        name,
        () ->
            out.field("ref", ref)
                .field("sha", sha)
                .object(
                    "repo",
                    () ->
                        out.field("id", repository.id())
                            .field("url", url)
                            .field("name", repository.name())));
  }
}

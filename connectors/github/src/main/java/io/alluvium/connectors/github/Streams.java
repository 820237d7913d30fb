package io.alluvium.connectors.github;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** The streams of one repository: what each asks GitHub for, and how it goes through it. */
final class Streams {
  private static final String UPDATED = "updated_at";

  private final RepositoryScope repository;
  private final GithubSourceConfig config;
  private final GithubClient client;

  Streams(RepositoryScope repository, GithubSourceConfig config, GithubClient client) {
    this.repository = repository;
    this.config = config;
    this.client = client;
  }

  /** The stream of a kind other than commits. */
  Stream of(StreamKind kind) {
    return switch (kind) {
      case ISSUES -> issues();
      case PULLS -> pulls();
      case COMMENTS -> comments();
      case REVIEW_COMMENTS -> reviewComments();
      case RELEASES -> releases();
      case RUNS -> runs();
      case COMMITS -> throw new IllegalArgumentException("Commits are read from a mirror");
    };
  }

  private Stream issues() {
    var events = new IssueEvents(repository);
    return bySince(
        StreamKind.ISSUES,
        "/issues?state=all&",
        json ->
            IssueEvents.isPullRequest(json) ? Optional.empty() : Optional.of(events.issue(json)),
        number -> uri("/issues/" + number));
  }

  private Stream comments() {
    var events = new CommentEvents(repository);
    return bySince(
        StreamKind.COMMENTS,
        "/issues/comments?",
        json -> Optional.of(events.comment(json)),
        id -> uri("/issues/comments/" + afterSlash(id)));
  }

  private Stream reviewComments() {
    var events = new CommentEvents(repository);
    return bySince(
        StreamKind.REVIEW_COMMENTS,
        "/pulls/comments?",
        json -> Optional.of(events.reviewComment(json)),
        id -> uri("/pulls/comments/" + afterSlash(id)));
  }

  /** A listing that can begin at a time. It is its own complete listing, from the beginning. */
  private Stream bySince(
      StreamKind kind,
      String path,
      Function<JsonNode, Optional<Found>> reading,
      Function<String, URI> one) {
    var listed =
        new Things.Listed(() -> new SinceWalk(since(path)), json -> Optional.empty(), true);
    var things =
        new Things(
            new Things.Form("", UPDATED, reading),
            one,
            Optional.of(listed),
            Optional.empty(),
            Optional.empty());
    return stream(kind, things, new SinceWalk(since(path)));
  }

  private Stream pulls() {
    var events = new IssueEvents(repository);
    // The listing of issues can begin at a time and is not cut off where it is long; all that it
    // lacks is what a pull request has beyond an issue.
    var listed =
        new Things.Listed(
            () -> new SinceWalk(since("/issues?state=all&")),
            json -> IssueEvents.isPullRequest(json) ? Json.text(json, "number") : Optional.empty(),
            false);
    var things =
        new Things(
            new Things.Form("", UPDATED, json -> Optional.of(events.pullRequest(json))),
            number -> uri("/pulls/" + number),
            Optional.of(listed),
            Optional.empty(),
            Optional.of(new PullReviews(repository, client)));
    var first = uri("/pulls?state=all&sort=updated&direction=desc&per_page=100");
    return stream(StreamKind.PULLS, things, new NewestFirstWalk(first));
  }

  private Stream releases() {
    var events = new ReleaseEvents(repository);
    var first = uri("/releases?per_page=100");
    var listed = new Things.Listed(() -> new WholeWalk(first), json -> Optional.empty(), true);
    var things =
        new Things(
            new Things.Form("", "created_at", json -> Optional.of(events.release(json))),
            id -> uri("/releases/" + id),
            Optional.of(listed),
            Optional.empty(),
            Optional.empty());
    return stream(StreamKind.RELEASES, things, new WholeWalk(first));
  }

  private Stream runs() {
    var events = new RunEvents(repository);
    var things =
        new Things(
            new Things.Form("workflow_runs", "created_at", json -> Optional.of(events.run(json))),
            id -> uri("/actions/runs/" + id),
            Optional.empty(),
            Optional.of(config.runsLookback()),
            Optional.of(new RunJobs(repository, client)));
    var walk = new LookbackWalk(uri("/actions/runs?per_page=100"), config.runsLookback());
    return stream(StreamKind.RUNS, things, walk);
  }

  private Stream stream(StreamKind kind, Things things, Walk walk) {
    Optional<Instant> start = config.start();
    return new Stream(kind, repository, things, walk, start);
  }

  private Function<String, URI> since(String path) {
    return cursor -> {
      var since = cursor.isEmpty() ? "" : "&since=" + cursor;
      return uri(path + "sort=updated&direction=asc&per_page=100" + since);
    };
  }

  private URI uri(String rest) {
    return client.uri("/repositories/" + repository.id() + rest);
  }

  private static String afterSlash(String id) {
    return id.substring(id.indexOf('/') + 1);
  }
}

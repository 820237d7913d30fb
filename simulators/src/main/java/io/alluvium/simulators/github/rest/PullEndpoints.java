package io.alluvium.simulators.github.rest;

import io.alluvium.simulators.github.state.Issue;
import io.alluvium.simulators.github.state.Repository;
import io.alluvium.simulators.github.state.ReviewComment;
import io.alluvium.simulators.github.state.Table;

/** Pull requests, reviews and review comments. */
final class PullEndpoints {
  private PullEndpoints() {}

  static void register(Routes routes) {
    var pulls = routes.needing("pull_requests");
    pulls.repository("/pulls", PullEndpoints::pulls);
    pulls.repository("/pulls/comments", PullEndpoints::comments);
    pulls.repository("/pulls/comments/{comment_id}", PullEndpoints::comment);
    pulls.repository("/pulls/{pull_number}", PullEndpoints::pull);
    pulls.repository("/pulls/{pull_number}/comments", PullEndpoints::commentsOfPull);
    pulls.repository("/pulls/{pull_number}/reviews", PullEndpoints::reviews);
    pulls.repository("/pulls/{pull_number}/reviews/{review_id}", PullEndpoints::review);
  }

  private static Reply pulls(Call call) {
    Repository repository = withPulls(call);
    var json = new PullJson(call.urls(), repository);
    String state = call.query("state").orElse("open");
    boolean byUpdate = call.query("sort").orElse("created").equals("updated");
    // As upstream: newest first when sorted by creation or not at all, oldest first otherwise.
    String direction = call.query("direction").orElse(byUpdate ? "asc" : "desc");
    var order =
        new Table.Order<Issue>(
            byUpdate,
            direction.equals("desc"),
            0,
            issue -> issue.isPull() && (state.equals("all") || issue.state().equals(state)));
    return new Paging(call).of(repository.issues().table(), order, json::simple);
  }

  private static Reply pull(Call call) {
    Repository repository = withPulls(call);
    Issue issue = existing(call, repository);
    return Reply.ok(out -> new PullJson(call.urls(), repository).full(out, issue));
  }

  private static Reply reviews(Call call) {
    Repository repository = withPulls(call);
    var json = new PullJson(call.urls(), repository);
    int number = existing(call, repository).number();
    return new Paging(call).of(repository.pulls().reviews().group(number), json::review);
  }

  private static Reply review(Call call) {
    Repository repository = withPulls(call);
    var review =
        repository
            .pulls()
            .reviews()
            .find(call.number("review_id"))
            .orElseThrow(ApiErrorException::notFound);
    return Reply.ok(out -> new PullJson(call.urls(), repository).review(out, review));
  }

  private static Reply comments(Call call) {
    Repository repository = withPulls(call);
    var json = new PullJson(call.urls(), repository);
    Table.Order<ReviewComment> order = IssueEndpoints.since(call);
    return new Paging(call).of(repository.pulls().comments(), order, json::comment);
  }

  private static Reply comment(Call call) {
    Repository repository = withPulls(call);
    ReviewComment comment =
        repository
            .pulls()
            .comments()
            .find(call.number("comment_id"))
            .orElseThrow(ApiErrorException::notFound);
    return Reply.ok(out -> new PullJson(call.urls(), repository).comment(out, comment));
  }

  private static Reply commentsOfPull(Call call) {
    Repository repository = withPulls(call);
    var json = new PullJson(call.urls(), repository);
    int number = existing(call, repository).number();
    return new Paging(call).of(repository.pulls().comments().group(number), json::comment);
  }

  private static Issue existing(Call call, Repository repository) {
    return repository
        .issues()
        .find((int) call.number("pull_number"))
        .filter(Issue::isPull)
        .orElseThrow(ApiErrorException::notFound);
  }

  private static Repository withPulls(Call call) {
    Repository repository = call.repository();
    if (!repository.has(Repository.Feature.PULLS)) {
      throw ApiErrorException.notFound();
    }
    return repository;
  }
}

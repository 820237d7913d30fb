package io.alluvium.simulators.github.rest;

import io.alluvium.simulators.github.state.Issue;
import io.alluvium.simulators.github.state.Repository;
import io.alluvium.simulators.github.state.Review;
import io.alluvium.simulators.github.state.ReviewComment;
import io.alluvium.simulators.github.state.Table;

/** Pull requests, reviews and review comments. */
final class PullEndpoints {
  private static final Served<Review> REVIEWS =
      new Served<>(
          PullEndpoints::withPulls,
          repository -> repository.pulls().reviews(),
          (call, repository) -> new PullJson(call.urls(), repository)::review);

  private static final Served<ReviewComment> COMMENTS =
      new Served<>(
          PullEndpoints::withPulls,
          repository -> repository.pulls().comments(),
          (call, repository) -> new PullJson(call.urls(), repository)::comment);

  private PullEndpoints() {}

  static void register(Routes routes) {
    var pulls = routes.needing("pull_requests");
    pulls.repository("/pulls", PullEndpoints::pulls);
    pulls.repository("/pulls/comments", COMMENTS::listedSince);
    pulls.repository("/pulls/comments/{comment_id}", call -> COMMENTS.one(call, "comment_id"));
    pulls.repository("/pulls/{pull_number}", PullEndpoints::pull);
    pulls.repository("/pulls/{pull_number}/comments", call -> COMMENTS.of(call, number(call)));
    pulls.repository("/pulls/{pull_number}/reviews", call -> REVIEWS.of(call, number(call)));
    pulls.repository(
        "/pulls/{pull_number}/reviews/{review_id}", call -> REVIEWS.one(call, "review_id"));
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

  private static int number(Call call) {
    return existing(call, withPulls(call)).number();
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

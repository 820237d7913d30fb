package io.alluvium.simulators.github.rest;

import io.alluvium.simulators.github.state.Comment;
import io.alluvium.simulators.github.state.Issue;
import io.alluvium.simulators.github.state.Issues;
import io.alluvium.simulators.github.state.Repository;
import io.alluvium.simulators.github.state.StateChange;
import io.alluvium.simulators.github.state.Table;
import java.util.Set;
import java.util.function.Predicate;

/** Issues, their comments and their state changes. */
final class IssueEndpoints {
  private static final Served<Comment> COMMENTS =
      new Served<>(
          IssueEndpoints::tracked,
          repository -> repository.issues().comments(),
          (call, repository) -> new IssueJson(call.urls(), repository)::comment);

  private IssueEndpoints() {}

  static void register(Routes routes) {
    var issues = routes.needing("issues");
    issues.repository("/issues", IssueEndpoints::issues);
    issues.repository("/issues/comments", COMMENTS::listedSince);
    issues.repository("/issues/comments/{comment_id}", call -> COMMENTS.one(call, "comment_id"));
    issues.repository("/issues/events", IssueEndpoints::changes);
    issues.repository("/issues/{issue_number}", IssueEndpoints::issue);
    issues.repository("/issues/{issue_number}/comments", IssueEndpoints::commentsOfIssue);
    issues.repository("/issues/{issue_number}/events", IssueEndpoints::changesOfIssue);
    issues.repository("/labels", IssueEndpoints::labels);
    issues.repository("/milestones", IssueEndpoints::milestones);
  }

  private static Reply issues(Call call) {
    Repository repository = tracked(call);
    var json = new IssueJson(call.urls(), repository);
    var order =
        new Table.Order<Issue>(
            call.query("sort").orElse("created").equals("updated"),
            !call.query("direction").orElse("desc").equals("asc"),
            call.time("since"),
            filter(call));
    return new Paging(call).after(repository.issues().table(), order, json::issue);
  }

  private static Predicate<? super Issue> filter(Call call) {
    String state = call.query("state").orElse("open");
    Predicate<? super Issue> byState =
        state.equals("all") ? Table.ALL : issue -> ((Issue) issue).state().equals(state);
    Set<String> labels =
        call.query("labels").map(names -> Set.of(names.split(","))).orElse(Set.of());
    if (labels.isEmpty()) {
      return byState;
    }
    return issue ->
        byState.test(issue)
            && issue.labels().stream().map(label -> label.name()).toList().containsAll(labels);
  }

  private static Reply issue(Call call) {
    Repository repository = tracked(call);
    int number = (int) call.number("issue_number");
    Issues issues = repository.issues();
    if (issues.deleted().contains(number)) {
      throw new ApiErrorException(410, "This issue was deleted");
    }
    Issue issue = issues.find(number).orElseThrow(() -> gone(issues, number));
    return Reply.ok(out -> new IssueJson(call.urls(), repository).issue(out, issue));
  }

  private static RuntimeException gone(Issues issues, int number) {
    return issues
        .transferredTo(number)
        .<RuntimeException>map(
            now -> new MovedException(now.repository(), "/issues/" + now.number()))
        .orElseGet(ApiErrorException::notFound);
  }

  private static Reply commentsOfIssue(Call call) {
    int number = existing(call, tracked(call)).number();
    long since = call.time("since");
    return COMMENTS.of(call, number, comment -> comment.updatedAt() >= since);
  }

  private static Reply changes(Call call) {
    Repository repository = tracked(call);
    var json = new IssueJson(call.urls(), repository);
    var newestFirst = new Table.Order<StateChange>(false, true, 0, Table.ALL);
    return new Paging(call)
        .of(
            repository.issues().changes(),
            newestFirst,
            (out, change) ->
                json.change(out, change, repository.issues().find(change.issue()).orElse(null)));
  }

  private static Reply changesOfIssue(Call call) {
    Repository repository = tracked(call);
    var json = new IssueJson(call.urls(), repository);
    int number = existing(call, repository).number();
    return new Paging(call)
        .of(
            repository.issues().changes().group(number),
            (out, change) -> json.change(out, change, null));
  }

  private static Reply labels(Call call) {
    Repository repository = call.repository();
    var json = new IssueJson(call.urls(), repository);
    return new Paging(call).of(repository.labels(), json::label);
  }

  private static Reply milestones(Call call) {
    Repository repository = call.repository();
    var json = new IssueJson(call.urls(), repository);
    return new Paging(call).of(repository.milestones(), json::milestone);
  }

  private static Issue existing(Call call, Repository repository) {
    return repository
        .issues()
        .find((int) call.number("issue_number"))
        .orElseThrow(ApiErrorException::notFound);
  }

  private static Repository tracked(Call call) {
    Repository repository = call.repository();
    if (!repository.has(Repository.Feature.ISSUES)) {
      throw new ApiErrorException(410, "Issues has been disabled in this repository.");
    }
    return repository;
  }
}

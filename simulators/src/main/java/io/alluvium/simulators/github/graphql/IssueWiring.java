package io.alluvium.simulators.github.graphql;

import static io.alluvium.simulators.github.graphql.TypeFields.small;
import static io.alluvium.simulators.github.graphql.TypeFields.time;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import io.alluvium.simulators.github.state.Account;
import io.alluvium.simulators.github.state.Comment;
import io.alluvium.simulators.github.state.Issue;
import io.alluvium.simulators.github.state.Pull;
import io.alluvium.simulators.github.state.Repository;
import io.alluvium.simulators.github.state.Review;
import io.alluvium.simulators.github.state.Table;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where the fields of issues, pull requests, reviews and comments come from. */
final class IssueWiring {
  private static final String ISSUE = "Issue";
  private static final String PULL = "PullRequest";

  private IssueWiring() {}

  static void addTo(RuntimeWiring.Builder wiring) {
    var issues = common(ISSUE);
    issues
        .field("databaseId", node -> small(issue(node).id()))
        .field("fullDatabaseId", node -> String.valueOf(issue(node).id()))
        .field("state", node -> issue(node).state().toUpperCase(Locale.ROOT))
        .field("stateReason", node -> upper(issue(node).stateReason()))
        .addTo(wiring);
    var pulls = common(PULL);
    pulls
        .field("databaseId", node -> small(pull(node).id()))
        .field("fullDatabaseId", node -> String.valueOf(pull(node).id()))
        .field("baseRefName", node -> pull(node).baseRef())
        .field("headRefName", node -> pull(node).headRef())
        .field("headRefOid", node -> pull(node).headSha())
        .field("isDraft", node -> pull(node).draft())
        .field("merged", node -> pull(node).mergedAt() > 0)
        .field("mergedAt", node -> time(pull(node).mergedAt()))
        .field("mergedBy", node -> pull(node).mergedBy())
        .field("state", IssueWiring::pullState)
        .field(
            "reviewRequests",
            (node, asked) ->
                Connection.of(
                    pull(node).requestedReviewers().stream()
                        .map(reviewer -> Map.of("requestedReviewer", reviewer))
                        .toList(),
                    asked))
        .field("reviews", (node, asked) -> reviews(node, asked))
        .addTo(wiring);
    reviewFields(wiring);
    commentFields(wiring);
  }

  @SuppressWarnings("rawtypes")
  private static TypeFields<Node> common(String type) {
    return new TypeFields<>(type, Node.class)
        .field("assignees", (node, asked) -> Connection.of(issue(node).assignees(), asked))
        .field("author", node -> present(issue(node).author()))
        .field("body", node -> Objects.requireNonNullElse(issue(node).body(), ""))
        .field("closedAt", node -> time(issue(node).closedAt()))
        .field("comments", (node, asked) -> comments(node, asked))
        .field("createdAt", node -> time(issue(node).createdAt()))
        .field("id", node -> type + "_" + issue(node).id())
        .field("labels", (node, asked) -> Connection.of(issue(node).labels(), asked))
        .field("locked", node -> issue(node).locked())
        .field("milestone", node -> issue(node).milestone())
        .field("number", node -> issue(node).number())
        .field("title", node -> issue(node).title())
        .field("updatedAt", node -> time(issue(node).updatedAt()))
        .field(
            "url",
            (node, asked) ->
                page(node, asked)
                    + (type.equals(PULL) ? "/pull/" : "/issues/")
                    + issue(node).number());
  }

  @SuppressWarnings("rawtypes")
  private static void reviewFields(RuntimeWiring.Builder wiring) {
    new TypeFields<Node>("PullRequestReview", Node.class)
        .field("author", node -> present(review(node).author()))
        .field("body", node -> review(node).body())
        .field("commit", node -> Map.of("oid", review(node).commit()))
        .field("createdAt", node -> time(review(node).createdAt()))
        .field("databaseId", node -> small(review(node).id()))
        .field("fullDatabaseId", node -> String.valueOf(review(node).id()))
        .field("id", node -> "PRR_" + review(node).id())
        .field("state", node -> review(node).state())
        .field("submittedAt", node -> time(review(node).createdAt()))
        .field("updatedAt", node -> time(review(node).updatedAt()))
        .field(
            "url",
            (node, asked) ->
                page(node, asked)
                    + "/pull/"
                    + review(node).pull()
                    + "#pullrequestreview-"
                    + review(node).id())
        .addTo(wiring);
  }

  @SuppressWarnings("rawtypes")
  private static void commentFields(RuntimeWiring.Builder wiring) {
    new TypeFields<Node>("IssueComment", Node.class)
        .field("author", node -> present(comment(node).author()))
        .field("body", node -> comment(node).body())
        .field("createdAt", node -> time(comment(node).createdAt()))
        .field("databaseId", node -> small(comment(node).id()))
        .field("fullDatabaseId", node -> String.valueOf(comment(node).id()))
        .field("id", node -> "IC_" + comment(node).id())
        .field("updatedAt", node -> time(comment(node).updatedAt()))
        .field(
            "url",
            (node, asked) ->
                page(node, asked)
                    + "/issues/"
                    + comment(node).issue()
                    + "#issuecomment-"
                    + comment(node).id())
        .addTo(wiring);
  }

  static Object issue(Repository repository, DataFetchingEnvironment asked) {
    return one(repository, asked, ISSUE, issue -> !issue.isPull());
  }

  static Object pull(Repository repository, DataFetchingEnvironment asked) {
    return may(asked, "pull_requests")
        ? one(repository, asked, PULL, Issue::isPull)
        : forbidden(asked);
  }

  private static Object one(
      Repository repository, DataFetchingEnvironment asked, String type, Predicate<Issue> kind) {
    Integer number = Objects.requireNonNull(asked.getArgument("number"));
    return repository
        .issues()
        .find(number)
        .filter(kind)
        .<Object>map(issue -> new Node<>(repository, issue))
        .orElseGet(() ->
            Wiring.failed(
                asked,
                "NOT_FOUND",
                "Could not resolve to a " + type + " with the number of " + number + "."));
  }

  private static boolean may(DataFetchingEnvironment asked, String permission) {
    return Wiring.asking(asked).credential().may(permission);
  }

  private static Object forbidden(DataFetchingEnvironment asked) {
    return Wiring.failed(asked, "FORBIDDEN", "Resource not accessible by integration");
  }

  static Object issues(Repository repository, DataFetchingEnvironment asked) {
    List<String> states = asked.getArgument("states");
    Map<String, Object> filter = asked.getArgumentOrDefault("filterBy", Map.of());
    Object since = filter.get("since");
    return listed(
        repository,
        order(
            asked,
            since == null ? 0 : Instant.parse(since.toString()).getEpochSecond(),
            issue -> !issue.isPull() && (states == null || states.contains(upper(issue.state())))),
        asked);
  }

  static Object pulls(Repository repository, DataFetchingEnvironment asked) {
    if (!may(asked, "pull_requests")) {
      return forbidden(asked);
    }
    List<String> states = asked.getArgument("states");
    return listed(
        repository,
        order(
            asked, 0, issue -> issue.isPull() && (states == null || states.contains(state(issue)))),
        asked);
  }

  private static Table.Order<Issue> order(
      DataFetchingEnvironment asked, long since, Predicate<Issue> filter) {
    Map<String, Object> order = asked.getArgumentOrDefault("orderBy", Map.of());
    return new Table.Order<>(
        "UPDATED_AT".equals(order.get("field")),
        "DESC".equals(order.get("direction")),
        since,
        filter);
  }

  private static Connection<Node<Issue>> listed(
      Repository repository, Table.Order<Issue> order, DataFetchingEnvironment asked) {
    Connection<Issue> page = Connection.of(repository.issues().table(), order, asked);
    return in(repository, page);
  }

  private static Object reviews(Node<?> node, DataFetchingEnvironment asked) {
    List<Review> reviews = node.repository().pulls().reviews().group(issue(node).number());
    return in(node.repository(), Connection.of(reviews, asked));
  }

  private static Object comments(Node<?> node, DataFetchingEnvironment asked) {
    List<Comment> comments = node.repository().issues().comments().group(issue(node).number());
    return in(node.repository(), Connection.of(comments, asked));
  }

  private static <T> Connection<Node<T>> in(Repository repository, Connection<T> page) {
    return new Connection<>(
        page.nodes().stream()
            .map(item -> new Node<>(repository, item))
            .collect(Collectors.toList()),
        page.totalCount(),
        page.pageInfo());
  }

  private static String pullState(Node<?> node) {
    return state(issue(node));
  }

  private static String state(Issue issue) {
    Pull pull = issue.pull();
    boolean merged = pull != null && pull.mergedAt() > 0;
    return merged ? "MERGED" : issue.state().toUpperCase(Locale.ROOT);
  }

  private static String page(Node<?> node, DataFetchingEnvironment asked) {
    return Wiring.asking(asked).web() + "/" + node.repository().fullName();
  }

  private static @Nullable Account present(@Nullable Account account) {
    return account == null || account.gone() ? null : account;
  }

  private static @Nullable String upper(@Nullable String text) {
    return text == null ? null : text.toUpperCase(Locale.ROOT);
  }

  private static Issue issue(Node<?> node) {
    return (Issue) node.item();
  }

  private static Pull pull(Node<?> node) {
    return Objects.requireNonNull(issue(node).pull());
  }

  private static Review review(Node<?> node) {
    return (Review) node.item();
  }

  private static Comment comment(Node<?> node) {
    return (Comment) node.item();
  }
}

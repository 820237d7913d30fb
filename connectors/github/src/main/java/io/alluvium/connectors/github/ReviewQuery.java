package io.alluvium.connectors.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Asks GraphQL for the reviews of many pull requests, and brings them to the form of REST. */
final class ReviewQuery {
  private static final ObjectMapper JSON = new ObjectMapper();

  // Ids beyond 32 bits are null as databaseId.
  private static final String REVIEWS =
      "fragment R on PullRequest{reviews(first:100){pageInfo{hasNextPage}nodes{fullDatabaseId state"
          + " body submittedAt updatedAt url commit{oid} author{login...on User{databaseId}...on"
          + " Bot{databaseId}}}}}";

  private final RepositoryScope repository;
  private final GithubClient client;

  ReviewQuery(RepositoryScope repository, GithubClient client) {
    this.repository = repository;
    this.client = client;
  }

  /** The server does not know what is asked for: an older one. */
  static final class NotUnderstoodException extends IOException {
    private static final long serialVersionUID = 1L;

    NotUnderstoodException(String message) {
      super(message);
    }
  }

  /**
   * The reviews of a pull request, in the form of REST.
   *
   * @param complete whether these are all
   */
  record Answer(long number, boolean complete, List<JsonNode> reviews) {}

  /**
   * Asks for the reviews of pull requests; those that are gone are left out.
   *
   * @throws IOException if not all were answered
   */
  List<Answer> ask(List<String> numbers) throws IOException {
    var variables = JSON.createObjectNode();
    var name = repository.fullName();
    variables.put("owner", name.substring(0, name.indexOf('/')));
    variables.put("name", name.substring(name.indexOf('/') + 1));
    var answer = client.graphql(query(numbers), variables);
    var found = answer.path("data").path("repository");
    requireUnderstood(answer);
    requireAnswered(answer, found);
    // The name may belong to another repository by now.
    if (found.path("databaseId").asLong() != repository.id()) {
      throw new NotUnderstoodException(
          "GraphQL knows no repository " + name + " with the id " + repository.id());
    }
    var answers = new ArrayList<Answer>();
    for (var number : numbers) {
      var pull = found.path("p" + number);
      if (pull.isObject()) {
        answers.add(answer(Long.parseLong(number), pull.path("reviews")));
      } else {
        requireGone(answer, number);
      }
    }
    return answers;
  }

  private static String query(List<String> numbers) {
    var query = new StringBuilder("query($owner:String!,$name:String!){");
    query.append("repository(owner:$owner,name:$name){databaseId");
    for (var number : numbers) {
      query.append(" p").append(number).append(":pullRequest(number:").append(number);
      query.append("){...R}");
    }
    return query.append("}}").append(REVIEWS).toString();
  }

  // A question that was not even tried to be answered has no data at all.
  private static void requireUnderstood(JsonNode answer) throws IOException {
    if (!answer.has("data")) {
      throw new NotUnderstoodException(
          "GraphQL answered: " + answer.path("errors").path(0).path("message").asText());
    }
  }

  // A repository that it does not know is not there; for whatever else it may know it later.
  private static void requireAnswered(JsonNode answer, JsonNode found) throws IOException {
    for (var error : answer.path("errors")) {
      if (!found.isObject() && !error.path("type").asText().equals("NOT_FOUND")) {
        throw new IOException("GraphQL answered: " + error.path("message").asText());
      }
    }
  }

  private static void requireGone(JsonNode answer, String number) throws IOException {
    for (var error : answer.path("errors")) {
      boolean about = error.path("path").path(1).asText().equals("p" + number);
      if (about && !error.path("type").asText().equals("NOT_FOUND")) {
        throw new IOException("GraphQL answered: " + error.path("message").asText());
      }
      if (about) {
        return;
      }
    }
    throw new IOException("GraphQL did not answer for pull request " + number);
  }

  private static Answer answer(long number, JsonNode reviews) {
    var all = new ArrayList<JsonNode>();
    boolean complete = !reviews.path("pageInfo").path("hasNextPage").asBoolean();
    for (var node : reviews.path("nodes")) {
      complete &= isWhole(node.path("author"));
      all.add(asRest(node));
    }
    return new Answer(number, complete, all);
  }

  // Only REST tells the ids of rarer kinds of authors.
  private static boolean isWhole(JsonNode author) {
    return !author.isObject() || author.path("databaseId").isNumber();
  }

  private static ObjectNode asRest(JsonNode node) {
    var review = JSON.createObjectNode();
    review.put("id", node.path("fullDatabaseId").asLong());
    review.set("user", user(node.path("author")));
    review.set("body", node.get("body"));
    review.set("state", node.get("state"));
    review.set("html_url", node.get("url"));
    review.set("submitted_at", node.get("submittedAt"));
    review.set("updated_at", node.get("updatedAt"));
    review.set("commit_id", node.path("commit").get("oid"));
    return review;
  }

  private static JsonNode user(JsonNode author) {
    if (!author.isObject()) {
      return JSON.nullNode();
    }
    var user = JSON.createObjectNode();
    user.set("login", author.get("login"));
    user.set("id", author.get("databaseId"));
    return user;
  }
}

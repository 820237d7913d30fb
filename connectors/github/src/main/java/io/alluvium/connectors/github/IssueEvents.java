package io.alluvium.connectors.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.schemas.EntityKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes events of issues and pull requests, which share one number space. */
final class IssueEvents {
  private final RepositoryScope repository;

  IssueEvents(RepositoryScope repository) {
    this.repository = repository;
  }

  EntityKey key(long number) {
    return EntityKey.githubIssue(repository.host(), repository.id(), number);
  }

  /**
   * Whether an entry of the listing of issues is a pull request, of which half is missing there.
   */
  static boolean isPullRequest(JsonNode issue) {
    return !issue.path("pull_request").isMissingNode() && !issue.path("pull_request").isNull();
  }

  Found issue(JsonNode json) {
    var updated = updated(json);
    return common("issue", json, updated)
        .fields("state_reason", "closed_at")
        .verb(verb(json, updated))
        .found(Json.required(json, "number"), updated);
  }

  Found pullRequest(JsonNode json) {
    var updated = updated(json);
    boolean merged =
        Json.text(json, "merged_at").isPresent() || json.path("merged").asBoolean(false);
    return common("pull_request", json, updated)
        .value("head_sha", Optional.of(Json.required(json.path("head"), "sha")))
        .value("head_ref", Json.text(json.path("head"), "ref"))
        .value("base_ref", Optional.of(Json.required(json.path("base"), "ref")))
        .fields("merged_at", "merge_commit_sha", "closed_at")
        .flag("draft", json.path("draft").asBoolean(false))
        .flag("merged", merged)
        .list("requested_reviewers", reviewers(json))
        .verb(merged ? "merged" : verb(json, updated))
        .found(Json.required(json, "number"), updated);
  }

  private Draft common(String kind, JsonNode json, Instant updated) {
    var key = key(Json.number(json, "number"));
    return new Draft(kind, key, json)
        .at(updated)
        .actor(json.path("user"))
        .title(Json.text(json, "title"))
        .text("body")
        .thread(key)
        .hidden(repository.isPrivate())
        .fields("number", "author_association", "created_at")
        .value("state", Optional.of(Json.required(json, "state")))
        .value("milestone", Json.text(json.path("milestone"), "number"))
        .flag("locked", json.path("locked").asBoolean(false))
        .list("labels", Json.list(json, "labels", IssueEvents::label))
        .list("assignees", Json.list(json, "assignees", user -> Json.required(user, "id")));
  }

  private static Instant updated(JsonNode json) {
    return Json.time(json, "updated_at", "created_at")
        .orElseThrow(() -> new IllegalArgumentException("'updated_at' is missing"));
  }

  private static String verb(JsonNode json, Instant updated) {
    if (json.path("state").asText().equals("closed")) {
      return "closed";
    }
    if (json.path("state_reason").asText().equals("reopened")) {
      return "reopened";
    }
    return Json.time(json, "created_at").filter(updated::equals).isPresent()
        ? "created"
        : "updated";
  }

  private static String label(JsonNode label) {
    return label.isTextual() ? label.asText() : Json.required(label, "name");
  }

  private static List<String> reviewers(JsonNode json) {
    var all = new ArrayList<String>();
    json.path("requested_reviewers").forEach(user -> all.add("user:" + Json.required(user, "id")));
    json.path("requested_teams").forEach(team -> all.add("team:" + Json.required(team, "id")));
    return all;
  }
}

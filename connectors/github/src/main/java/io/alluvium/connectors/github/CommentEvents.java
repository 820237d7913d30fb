package io.alluvium.connectors.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.schemas.EntityKey;
import java.time.Instant;

/** Makes events of comments, on a whole issue or pull request or on a line of a diff. */
final class CommentEvents {
  private final RepositoryScope repository;
  private final IssueEvents issues;

  CommentEvents(RepositoryScope repository) {
    this.repository = repository;
    this.issues = new IssueEvents(repository);
  }

  /** Key of a comment on an issue or a pull request as a whole. */
  EntityKey key(long id) {
    return EntityKey.github(repository.host(), "comment", repository.id(), id);
  }

  /** Key of a comment on a line. Their ids are counted apart, so the same number may be both. */
  EntityKey lineKey(long id) {
    return EntityKey.github(repository.host(), "review_comment", repository.id(), id);
  }

  Found comment(JsonNode json) {
    long number = Json.lastNumber(Json.required(json, "issue_url"));
    long id = Json.number(json, "id");
    var updated = updated(json);
    return common(key(id), json, number, updated).found(number + "/" + id, updated);
  }

  Found reviewComment(JsonNode json) {
    long number = Json.lastNumber(Json.required(json, "pull_request_url"));
    long id = Json.number(json, "id");
    var updated = updated(json);
    return common(lineKey(id), json, number, updated)
        .fields("path", "original_line", "line", "diff_hunk")
        .field("in_reply_to", "in_reply_to_id")
        .field("original_commit", "original_commit_id")
        .field("commit", "commit_id")
        .field("review", "pull_request_review_id")
        .found(number + "/" + id, updated);
  }

  private Draft common(EntityKey key, JsonNode json, long number, Instant updated) {
    boolean fresh = Json.time(json, "created_at").filter(updated::equals).isPresent();
    return new Draft("comment", key, json)
        .at(updated)
        .verb(fresh ? "created" : "updated")
        .actor(json.path("user"))
        .text("body")
        .thread(issues.key(number))
        .hidden(repository.isPrivate())
        .fields("author_association", "created_at");
  }

  private static Instant updated(JsonNode json) {
    return Json.time(json, "updated_at", "created_at")
        .orElseThrow(() -> new IllegalArgumentException("'updated_at' is missing"));
  }
}

package io.alluvium.connectors.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.schemas.EntityKey;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Makes events of reviews. */
final class ReviewEvents {
  private static final String PENDING = "pending";

  private final RepositoryScope repository;
  private final IssueEvents issues;

  ReviewEvents(RepositoryScope repository) {
    this.repository = repository;
    this.issues = new IssueEvents(repository);
  }

  EntityKey key(long id) {
    return EntityKey.github(repository.host(), "review", repository.id(), id);
  }

  /**
   * A review; empty for one that is not handed in, which nobody but its author sees.
   *
   * @param number of the pull request
   */
  Optional<Found> review(long number, JsonNode json) {
    var state = Json.required(json, "state").toLowerCase(Locale.ROOT);
    if (state.equals(PENDING)) {
      return Optional.empty();
    }
    long id = Json.number(json, "id");
    var time = Json.time(json, "updated_at", "submitted_at").orElse(Instant.EPOCH);
    return Optional.of(
        new Draft("review", key(id), json)
            .at(time)
            .verb(state)
            .actor(json.path("user"))
            .text("body")
            .thread(issues.key(number))
            .hidden(repository.isPrivate())
            .field("commit", "commit_id")
            .value("state", Optional.of(state))
            .fields("author_association", "submitted_at")
            .found(number + "/" + id, time));
  }
}

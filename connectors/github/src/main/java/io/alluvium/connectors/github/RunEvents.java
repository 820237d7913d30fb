package io.alluvium.connectors.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.schemas.EntityKey;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Makes events of workflow runs and their jobs. */
final class RunEvents {
  /** In these no job of a run does anything; that one begins or ends shows in the run. */
  private static final Set<String> AT_REST = Set.of("completed", "queued", "requested", "pending");

  private final RepositoryScope repository;

  RunEvents(RepositoryScope repository) {
    this.repository = repository;
  }

  EntityKey key(long id) {
    return EntityKey.github(repository.host(), "run", repository.id(), id);
  }

  EntityKey jobKey(long id) {
    return EntityKey.github(repository.host(), "job", repository.id(), id);
  }

  /** A run; ordered in its listing by when it was created, once for all attempts. */
  Found run(JsonNode json) {
    long id = Json.number(json, "id");
    var created = Json.time(json, "created_at").orElse(Instant.EPOCH);
    var status = Json.text(json, "status");
    return new Draft("run", key(id), json)
        .at(Json.time(json, "updated_at", "run_started_at", "created_at").orElse(created))
        .verb(Json.text(json, "conclusion").or(() -> status).orElse("seen"))
        .actor(json.path("actor"))
        .title(Json.text(json, "name"))
        .hidden(repository.isPrivate())
        .field("attempt", "run_attempt")
        .value("status", status)
        .fields("conclusion", "head_sha", "head_branch", "run_number", "event", "display_title")
        .fields("created_at", "run_started_at")
        .found(Long.toString(id), created, status.filter(AT_REST::contains).isPresent());
  }

  Found job(long run, JsonNode json) {
    long id = Json.number(json, "id");
    var time = Json.time(json, "completed_at", "started_at", "created_at").orElse(Instant.EPOCH);
    return new Draft("job", jobKey(id), json)
        .at(time)
        .verb(Json.text(json, "conclusion").or(() -> Json.text(json, "status")).orElse("seen"))
        .title(Json.text(json, "name"))
        .thread(key(run))
        .hidden(repository.isPrivate())
        .value("attempt", Json.text(json, "run_attempt").or(() -> Optional.of("1")))
        .fields("status", "conclusion", "head_sha", "head_branch", "started_at", "completed_at")
        .fields("runner_name", "workflow_name")
        .found(run + "/" + id, time);
  }
}

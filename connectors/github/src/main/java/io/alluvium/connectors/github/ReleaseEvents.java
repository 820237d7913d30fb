package io.alluvium.connectors.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.schemas.EntityKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Makes events of releases. */
final class ReleaseEvents {
  private final RepositoryScope repository;

  ReleaseEvents(RepositoryScope repository) {
    this.repository = repository;
  }

  EntityKey key(long id) {
    return EntityKey.github(repository.host(), "release", repository.id(), id);
  }

  Found release(JsonNode json) {
    long id = Json.number(json, "id");
    var changed = changed(json);
    boolean draft = json.path("draft").asBoolean(false);
    return new Draft("release", key(id), json)
        .at(changed)
        .verb(draft ? "drafted" : "published")
        .actor(json.path("author"))
        .title(Json.text(json, "name").or(() -> Json.text(json, "tag_name")))
        .text("body")
        // Only those who may write see a draft.
        .hidden(repository.isPrivate() || draft)
        .field("tag", "tag_name")
        .field("target", "target_commitish")
        .fields("published_at")
        .flag("draft", draft)
        .flag("prerelease", json.path("prerelease").asBoolean(false))
        .list(
            "assets",
            Json.list(
                json,
                "assets",
                asset -> Json.required(asset, "id") + ":" + Json.required(asset, "name")))
        .found(Long.toString(id), changed);
  }

  // Older servers give a release no updated_at; then its assets tell most.
  private static Instant changed(JsonNode json) {
    var assets =
        StreamSupport.stream(json.path("assets").spliterator(), false)
            .map(asset -> Json.time(asset, "updated_at"));
    return Stream.concat(
            Stream.of(
                Json.time(json, "updated_at"),
                Json.time(json, "published_at"),
                Json.time(json, "created_at")),
            assets)
        .flatMap(Optional::stream)
        .max(Comparator.naturalOrder())
        .orElse(Instant.EPOCH);
  }
}

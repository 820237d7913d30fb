package io.alluvium.app.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alluvium.app.UserError;
import io.alluvium.app.avro.AvroJson;
import io.alluvium.app.cluster.Nodes;
import io.alluvium.sinks.TierRecord;
import io.alluvium.sinks.VersionId;
import io.alluvium.sinks.archive.EventArchive;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Whole events over HTTP, payload and enrichment included, without vectors: {@code GET
 * /api/v1/events/ID}.
 */
public final class EventRoutes {
  private static final Pattern ID = Pattern.compile("([0-9a-f]{64})\\.([0-9]{1,18})");

  private final Supplier<EventArchive> archive;

  /**
   * @param archive gives what answers, or throws a {@link UserError} NOT_READY
   */
  public EventRoutes(Supplier<EventArchive> archive) {
    this.archive = archive;
  }

  /**
   * Mounts the route.
   *
   * @param nodes gives those who are asked for what is not here
   */
  public void mount(RoutesConfig routes, Supplier<Nodes> nodes) {
    routes.get("/api/v1/events/{id}", ctx -> anywhere(ctx, nodes.get()));
  }

  private void anywhere(Context ctx, Nodes nodes) {
    var id = id(ctx.pathParam("id"));
    answer(ctx, id, find(id).or(() -> nodes.eventElsewhere(id.toString())));
  }

  /** Answers with what this node can read itself. */
  void here(Context ctx) {
    var id = id(ctx.pathParam("id"));
    answer(ctx, id, find(id));
  }

  private Optional<byte[]> find(VersionId id) {
    return Optional.ofNullable(archive.get().find(List.of(id)).get(id))
        .map(version -> body(version).toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(Context ctx, VersionId id, Optional<byte[]> found) {
    var body =
        found.orElseThrow(() ->
            new UserError(
                "EVENT_UNKNOWN",
                "There is no event " + id + ".",
                "A search names each event by its eventId."));
    ctx.contentType("application/json").header("Cache-Control", "no-store").result(body);
  }

  private static VersionId id(String text) {
    var parts = ID.matcher(text);
    if (!parts.matches()) {
      throw new UserError(
          "QUESTION_INVALID",
          "'" + text + "' is no id of an event.",
          "An id is a content hash, a dot and a revision, as a search shows it.");
    }
    return new VersionId(parts.group(1), Long.parseLong(parts.group(2)));
  }

  private static ObjectNode body(TierRecord.Version version) {
    var body = JsonNodeFactory.instance.objectNode();
    body.set("event", AvroJson.of(version.event().getSchema(), version.event()));
    var enrichment = version.enrichment();
    if (enrichment != null) {
      var derived = AvroJson.of(enrichment.getSchema(), enrichment);
      derived.path("passages").forEach(passage -> ((ObjectNode) passage).remove("vector"));
      body.set("enrichment", derived);
    }
    return body;
  }
}

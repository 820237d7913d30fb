package io.alluvium.app.http;

import static io.alluvium.app.sources.SourceAction.PAUSE;
import static io.alluvium.app.sources.SourceAction.RESET;
import static io.alluvium.app.sources.SourceAction.RESUME;
import static io.alluvium.app.sources.SourceAction.SYNC;

import io.alluvium.app.UserError;
import io.alluvium.app.sources.SourceAction;
import io.alluvium.app.status.SourceStatus;
import io.alluvium.app.status.SourceTotals;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Routes about the node itself: sources, status, health, metrics. */
public final class NodeRoutes {
  private static final Pattern SOURCE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private NodeRoutes() {}

  /** Mounts every route. */
  public static void mount(RoutesConfig routes, NodeApi node) {
    routes.get("/api/v1/status", ctx -> answer(ctx, node.status()));
    routes.get("/api/v1/sources", ctx -> sources(ctx, node));
    routes.get("/api/v1/coverage", ctx -> coverage(ctx, node));
    routes.get("/api/v1/sources/{name}", ctx -> answer(ctx, source(ctx, node)));
    routes.put("/api/v1/sources/{name}", ctx -> put(ctx, node));
    routes.delete("/api/v1/sources/{name}", ctx -> act(ctx, node, SourceAction.REMOVE));
    for (var action : List.of(PAUSE, RESUME, SYNC, RESET)) {
      routes.post("/api/v1/sources/{name}/" + action.word(), ctx -> act(ctx, node, action));
    }
    routes.get("/health/live", ctx -> answer(ctx, Map.of("status", "live")));
    routes.get("/health/ready", ctx -> ready(ctx, node));
    routes.get("/metrics", ctx -> ctx.contentType(METRICS_TYPE).result(node.metrics()));
  }

  private static void sources(Context ctx, NodeApi node) {
    var sources = node.sources();
    answer(ctx, Map.of("sources", sources, "total", SourceTotals.of(sources)));
  }

  private static void coverage(Context ctx, NodeApi node) {
    var scopes = node.coverage(Optional.ofNullable(ctx.queryParam("source")));
    boolean complete = scopes.stream().allMatch(one -> one.scope().complete());
    answer(ctx, Map.of("complete", complete, "scopes", scopes));
  }

  private static SourceStatus source(Context ctx, NodeApi node) {
    var name = ctx.pathParam("name");
    return node.sources().stream()
        .filter(source -> source.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new UserError(
                "SOURCE_UNKNOWN", "There is no source " + name + ".", "See /api/v1/sources."));
  }

  private static void put(Context ctx, NodeApi node) {
    var name = ctx.pathParam("name");
    if (!SOURCE_NAME.matcher(name).matches()) {
      throw new UserError(
          "SOURCE_NAME",
          "'" + name + "' cannot be the name of a source.",
          "Use letters, digits, '-' and '_'.");
    }
    node.put(name, Json.readSettings(ctx.body()));
    ctx.status(201);
    answer(ctx, Map.of("source", name, "done", "added"));
  }

  private static void act(Context ctx, NodeApi node, SourceAction action) {
    var name = ctx.pathParam("name");
    node.act(name, action);
    answer(ctx, Map.of("source", name, "done", action.word()));
  }

  private static void ready(Context ctx, NodeApi node) {
    var status = node.status();
    ctx.status(status.ready() ? 200 : 503);
    answer(ctx, Map.of("status", status.ready() ? "ready" : "not ready", "parts", status.parts()));
  }

  private static void answer(Context ctx, Object body) {
    ctx.contentType("application/json")
        .header("Cache-Control", "no-store")
        .result(Json.write(body));
  }
}

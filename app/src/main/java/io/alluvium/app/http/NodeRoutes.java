package io.alluvium.app.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;

/** Routes about the node itself: sources, status, health, metrics. */
public final class NodeRoutes {
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private NodeRoutes() {}

  /** Mounts every route. */
  public static void mount(RoutesConfig routes, NodeApi node) {
    routes.get("/api/v1/status", ctx -> answer(ctx, node.status()));
    routes.get("/api/v1/sources", ctx -> answer(ctx, Map.of("sources", node.sources())));
    routes.post(
        "/api/v1/sources/{name}/reset",
        ctx -> {
          node.reset(ctx.pathParam("name"));
          answer(ctx, Map.of("source", ctx.pathParam("name"), "state", "reset"));
        });
    routes.get("/health/live", ctx -> answer(ctx, Map.of("status", "live")));
    routes.get("/health/ready", ctx -> ready(ctx, node));
    routes.get("/metrics", ctx -> ctx.contentType(METRICS_TYPE).result(node.metrics()));
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

package io.alluvium.simulators.github.rest;

import io.alluvium.simulators.github.Limits;
import io.alluvium.simulators.github.Limits.Resource;
import java.util.List;

/** What the service says about itself. */
final class ServiceEndpoints {
  private final Toll toll;

  ServiceEndpoints(Toll toll) {
    this.toll = toll;
  }

  void register(Routes routes) {
    routes.get("/rate_limit", this::rateLimit);
    routes.get("/meta", call -> Reply.ok(ServiceEndpoints::meta));
  }

  private Reply rateLimit(Call call) {
    Limits.Standing core = toll.standing(call.credential(), Resource.CORE);
    Limits.Standing graphQl = toll.standing(call.credential(), Resource.GRAPHQL);
    if (core.limit() == 0) {
      // As an Enterprise server without limits.
      throw new ApiErrorException(404, "Rate limiting is not enabled.");
    }
    return Reply.ok(out ->
        out.object(() -> {
          out.object(
              "resources",
              () -> {
                standing(out, "core", core);
                standing(out, "search", new Limits.Standing(30, 0, core.reset()));
                standing(out, "graphql", graphQl);
              });
          standing(out, "rate", core);
        }));
  }

  private static void standing(JsonOut out, String name, Limits.Standing standing) {
    out.object(
        name,
        () ->
            out.field("limit", standing.limit())
                .field("used", standing.used())
                .field("remaining", standing.remaining())
                .field("reset", standing.reset()));
  }

  private static void meta(JsonOut out) {
    out.object(() ->
        out.field("verifiable_password_authentication", false)
            .array("api", List.of("127.0.0.1/32"), JsonOut::text));
  }
}

package io.alluvium.app.http;

import io.alluvium.app.UserError;
import io.alluvium.app.cluster.Nodes;
import io.alluvium.app.cluster.PeerException;
import io.alluvium.app.cluster.PeerJson;
import io.alluvium.app.cluster.Peers;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What nodes ask each other: shards that are searched, events that one of them has. Not for users:
 * it may change with any release.
 */
public final class PeerRoutes {
  private final Supplier<Nodes> nodes;
  private final EventRoutes events;
  private final Optional<byte[]> known;

  private PeerRoutes(Supplier<Nodes> nodes, EventRoutes events, Optional<String> secret) {
    this.nodes = nodes;
    this.events = events;
    this.known = secret.map(text -> ("Bearer " + text).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Mounts the routes.
   *
   * @param nodes gives what answers, or throws a {@link UserError} NOT_READY
   * @param secret what other nodes must know
   */
  public static void mount(
      RoutesConfig routes, Supplier<Nodes> nodes, EventRoutes events, Optional<String> secret) {
    var own = new PeerRoutes(nodes, events, secret);
    routes.post(Peers.SEARCH, own::search);
    routes.get(Peers.EVENTS + "{id}", own::event);
  }

  private void search(Context ctx) {
    requireKnown(ctx);
    try {
      var answer = nodes.get().answer(PeerJson.readQuestion(ctx.bodyAsBytes()));
      ctx.contentType("application/json").result(PeerJson.write(answer));
    } catch (PeerException unanswerable) {
      throw new UserError(
          "QUESTION_INVALID", unanswerable.getMessage() + ".", "All nodes must run one release.");
    }
  }

  private void event(Context ctx) {
    requireKnown(ctx);
    events.here(ctx);
  }

  private void requireKnown(Context ctx) {
    var said = Optional.ofNullable(ctx.header("Authorization")).orElse("");
    if (known.isPresent()
        && !MessageDigest.isEqual(known.get(), said.getBytes(StandardCharsets.UTF_8))) {
      throw new UserError(
          "NOT_A_NODE",
          "Only nodes of this installation may ask this.",
          "Give all of them the same node.secret.");
    }
  }

  /** All nodes and what they have, for users. */
  public static void list(RoutesConfig routes, Supplier<Nodes> nodes) {
    routes.get(
        "/api/v1/nodes",
        ctx ->
            ctx.contentType("application/json")
                .header("Cache-Control", "no-store")
                .result(Json.write(Map.of("nodes", nodes.get().list()))));
  }
}

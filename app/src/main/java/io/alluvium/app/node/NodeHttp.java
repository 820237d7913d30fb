package io.alluvium.app.node;

import io.alluvium.app.config.NodeConfig;
import io.alluvium.app.embedded.registry.EmbeddedRegistry;
import io.alluvium.app.embedded.registry.RegistryRoutes;
import io.alluvium.app.http.DeadLetterRoutes;
import io.alluvium.app.http.EventRoutes;
import io.alluvium.app.http.HttpServer;
import io.alluvium.app.http.NodeRoutes;
import io.alluvium.app.http.PeerRoutes;
import io.alluvium.app.http.SearchRoutes;
import io.alluvium.app.http.TierRoutes;
import io.javalin.config.RoutesConfig;
import java.time.Clock;
import java.util.Optional;

/** Where a node listens, and what it answers there. */
final class NodeHttp {
  private final NodeConfig config;
  private final NodeView view;
  private final EmbeddedRegistry registry;
  private final EventRoutes events;

  NodeHttp(NodeConfig config, NodeView view, EmbeddedRegistry registry) {
    this.config = config;
    this.view = view;
    this.registry = registry;
    this.events = new EventRoutes(view::archive);
  }

  /** For users, on this machine. */
  HttpServer start() {
    return HttpServer.start(config.httpPort(), this::routes);
  }

  /** For other nodes, if they have an address of their own to ask. */
  Optional<HttpServer> startForPeers() {
    return config.nodeAddress().map(at -> HttpServer.startForPeers(at, this::peerRoutes));
  }

  private void routes(RoutesConfig routes) {
    NodeRoutes.mount(routes, view);
    DeadLetterRoutes.mount(routes, view::letters, Clock.systemUTC());
    SearchRoutes.mount(routes, view::recall, Clock.systemUTC());
    events.mount(routes, view::nodes);
    TierRoutes.mount(routes, view::care, view);
    PeerRoutes.list(routes, view::nodes);
    if (config.nodeAddress().isEmpty()) {
      peerRoutes(routes);
    }
    if (config.bootstrapServers().isEmpty()) {
      RegistryRoutes.mount(routes, registry, "/registry");
    }
  }

  private void peerRoutes(RoutesConfig routes) {
    PeerRoutes.mount(routes, view::nodes, events, config.nodeSecret());
  }
}

package io.alluvium.simulators.github.rest;

import io.alluvium.simulators.github.Limits.Resource;
import io.javalin.config.RoutesConfig;
import java.util.List;

/** Puts endpoints at their addresses, as github.com and as an Enterprise server has them. */
final class Routes {
  private static final List<String> BASES = List.of("", "/api/v3");

  private final RoutesConfig routes;
  private final Gate gate;
  private final String permission;

  Routes(RoutesConfig routes, Gate gate, String permission) {
    this.routes = routes;
    this.gate = gate;
    this.permission = permission;
  }

  /** The same for endpoints that need a permission. */
  Routes needing(String needed) {
    return new Routes(routes, gate, needed);
  }

  void get(String path, Endpoint endpoint) {
    for (String base : BASES) {
      var guarded = gate.guard(door("GET " + path, base), endpoint);
      routes.get(base + path, guarded);
      routes.head(base + path, guarded);
    }
  }

  void post(String path, Endpoint endpoint) {
    for (String base : BASES) {
      routes.post(base + path, gate.guard(door("POST " + path, base), endpoint));
    }
  }

  /** An address that is no part of the API. */
  void getPage(String path, Endpoint endpoint) {
    routes.get(path, gate.guard(door("GET " + path, ""), endpoint));
  }

  /** An address that is no part of the API. */
  void postPage(String path, Endpoint endpoint) {
    routes.post(path, gate.guard(door("POST " + path, ""), endpoint));
  }

  /** GraphQL: on github.com beside the endpoints of REST, on an Enterprise server apart. */
  void graphQl(Endpoint endpoint) {
    var door = new Gate.Door("POST /graphql", "", permission, Resource.GRAPHQL);
    routes.post("/graphql", gate.guard(door, endpoint));
    routes.post("/api/graphql", gate.guard(door, endpoint));
  }

  /** Below a repository, which is named by {@code owner/name} or by its id. */
  void repository(String rest, Endpoint endpoint) {
    get("/repos/{owner}/{repo}" + rest, endpoint);
    for (String base : BASES) {
      routes.get(
          base + "/repositories/{repository_id}" + rest,
          gate.guard(door("GET /repos/{owner}/{repo}" + rest, base), endpoint));
    }
  }

  /** Whatever has no endpoint of its own. */
  void others(Endpoint endpoint) {
    for (String base : BASES) {
      routes.get(base + "/<any>", gate.guard(door("GET other", base), endpoint));
      routes.post(base + "/<any>", gate.guard(door("POST other", base), endpoint));
    }
  }

  private Gate.Door door(String name, String base) {
    return new Gate.Door(name, base, permission, Resource.CORE);
  }
}

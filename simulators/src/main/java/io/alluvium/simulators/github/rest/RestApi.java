package io.alluvium.simulators.github.rest;

import io.alluvium.simulators.fault.FaultScript;
import io.alluvium.simulators.github.Credentials;
import io.alluvium.simulators.github.state.GitHubState;
import io.alluvium.simulators.http.RequestLog;
import io.javalin.config.RoutesConfig;

/** The REST API: all endpoints that a connector needs, behind one gate. */
public final class RestApi {
  private final Gate gate;

  /** An API over a state. */
  public RestApi(
      GitHubState state, Credentials credentials, FaultScript faults, RequestLog requests) {
    gate = new Gate(state, credentials, faults, requests);
  }

  /** Adds its routes. */
  public void register(RoutesConfig config) {
    var routes = new Routes(config, gate, "metadata");
    AccountEndpoints.register(routes);
    RepositoryEndpoints.register(routes);
    IssueEndpoints.register(routes);
    PullEndpoints.register(routes);
    routes.others(call -> {
      throw ApiErrorException.notFound();
    });
  }
}

package io.alluvium.simulators.github.rest;

import io.alluvium.simulators.fault.FaultScript;
import io.alluvium.simulators.github.Access;
import io.alluvium.simulators.github.state.GitHubState;
import io.alluvium.simulators.http.RequestLog;
import io.javalin.config.RoutesConfig;

/** The REST API: all endpoints that a connector needs, behind one gate. */
public final class RestApi implements AutoCloseable {
  private final Access access;
  private final Gate gate;

  /** An API over a state. */
  public RestApi(GitHubState state, Access access, FaultScript faults, RequestLog requests) {
    this.access = access;
    gate = new Gate(state, access, faults, requests);
  }

  /** Ends the waiting of those who were made to wait. */
  @Override
  public void close() {
    gate.stop();
  }

  /** Adds its routes. */
  public void register(RoutesConfig config) {
    var routes = new Routes(config, gate, "metadata");
    AccountEndpoints.register(routes);
    new AppEndpoints(access.apps()).register(routes);
    new ServiceEndpoints(gate.toll()).register(routes);
    RepositoryEndpoints.register(routes);
    EventEndpoints.register(routes);
    IssueEndpoints.register(routes);
    PullEndpoints.register(routes);
    ReleaseEndpoints.register(routes);
    ActionsEndpoints.register(routes);
    GitEndpoints.register(routes);
    GitProtocol.register(routes);
    new GraphQlEndpoint(gate.toll()).register(routes);
    routes.others(call -> {
      throw ApiErrorException.notFound();
    });
  }
}

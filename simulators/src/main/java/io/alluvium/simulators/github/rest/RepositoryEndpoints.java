package io.alluvium.simulators.github.rest;

import io.alluvium.simulators.github.state.Repository;

/** Single repositories. */
final class RepositoryEndpoints {
  private RepositoryEndpoints() {}

  static void register(Routes routes) {
    routes.repository("", RepositoryEndpoints::repository);
  }

  private static Reply repository(Call call) {
    Repository repository = call.repository();
    return Reply.ok(out -> new RepositoryJson(call.urls()).full(out, repository));
  }
}

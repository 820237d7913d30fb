package io.alluvium.simulators.github.rest;

import io.alluvium.simulators.github.Limits.Resource;
import io.alluvium.simulators.github.graphql.Asking;
import io.alluvium.simulators.github.graphql.GraphQlApi;
import java.util.Map;

/** The one address of GraphQL. */
final class GraphQlEndpoint {
  private static final int EXTRA_POINTS = 1;

  private final GraphQlApi api = new GraphQlApi();
  private final Toll toll;

  GraphQlEndpoint(Toll toll) {
    this.toll = toll;
  }

  void register(Routes routes) {
    routes.graphQl(this::answer);
  }

  private Reply answer(Call call) {
    if (call.credential().actor().isEmpty()) {
      throw new ApiErrorException(401, "This endpoint requires you to be authenticated.");
    }
    var asking =
        new Asking(
            call.state(),
            call.urls().web(),
            call.credential(),
            () -> toll.standing(call.credential(), Resource.GRAPHQL));
    var result =
        api.answer(
            call.context().bodyAsBytes(), asking, points -> toll.take(call.credential(), points));
    if (toll.isTooLarge(result.nodes())) {
      // As upstream: it gives up after ten seconds, and takes extra points for that.
      toll.take(call.credential(), EXTRA_POINTS);
      throw new ApiErrorException(
          502,
          "Something went wrong while executing your query. This may be the result of a"
              + " timeout, or it could be a GitHub bug.");
    }
    return new Reply(200, Map.of(), result.body());
  }
}

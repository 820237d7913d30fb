package io.alluvium.simulators.github.rest;

import io.alluvium.simulators.github.Credential;
import io.alluvium.simulators.github.Limits;
import io.alluvium.simulators.github.Limits.Resource;
import io.alluvium.simulators.github.Limits.Verdict;
import io.alluvium.simulators.github.state.GitHubState;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Takes requests from the limits, and tells how they stand. */
final class Toll {
  private final Limits limits;
  private final GitHubState state;

  Toll(Limits limits, GitHubState state) {
    this.limits = limits;
    this.state = state;
  }

  /** Refuses what came too fast. {@link #leave()} must follow, also after a refusal. */
  void enter(Credential credential, Resource resource, String method) {
    int points = resource == Resource.CORE && !method.equals("GET") ? 5 : 1;
    if (limits.enter(credential, resource, points) == Verdict.SECONDARY) {
      throw new ApiErrorException(
              403,
              "You have exceeded a secondary rate limit. Please wait a few minutes before you try"
                  + " again.")
          .with("Retry-After", "60");
    }
  }

  void leave() {
    limits.leave();
  }

  /** Takes one request of REST. */
  void take(Credential credential) {
    if (limits.take(credential, Resource.CORE, 1, repositories(credential)) == Verdict.PRIMARY) {
      throw new ApiErrorException(
          403,
          "API rate limit exceeded for "
              + (credential.name().isEmpty() ? "127.0.0.1." : credential.name() + "."));
    }
  }

  /** Takes points of GraphQL; whether there were enough. */
  boolean take(Credential credential, int points) {
    return limits.take(credential, Resource.GRAPHQL, points, 0) == Verdict.FINE;
  }

  boolean isTooLarge(long nodes) {
    return limits.isTooLarge(nodes);
  }

  void giveBack(Credential credential) {
    limits.giveBack(credential, Resource.CORE, 1);
  }

  Limits.Standing standing(Credential credential, Resource resource) {
    return limits.standing(credential, resource, repositories(credential));
  }

  /** The headers of an answer; none where there is no limit. */
  Map<String, String> headers(Credential credential, Resource resource) {
    Limits.Standing standing = standing(credential, resource);
    var headers = new LinkedHashMap<String, String>();
    if (standing.limit() > 0) {
      headers.put("X-RateLimit-Limit", String.valueOf(standing.limit()));
      headers.put("X-RateLimit-Remaining", String.valueOf(standing.remaining()));
      headers.put("X-RateLimit-Used", String.valueOf(standing.used()));
      headers.put("X-RateLimit-Reset", String.valueOf(standing.reset()));
      headers.put("X-RateLimit-Resource", resource.name().toLowerCase(Locale.ROOT));
    }
    if (credential.kind() == Credential.Kind.CLASSIC) {
      headers.put(
          "X-OAuth-Scopes", String.join(", ", credential.scopes().stream().sorted().toList()));
    }
    return headers;
  }

  private int repositories(Credential credential) {
    return credential.kind() == Credential.Kind.INSTALLATION
        ? (int) state.repositories().stream().filter(credential::isGranted).count()
        : 0;
  }
}

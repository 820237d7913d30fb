package io.alluvium.simulators.github.rest;

import io.alluvium.simulators.github.Credential;
import io.alluvium.simulators.github.state.GitHubState;
import io.alluvium.simulators.github.state.Repository;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * One request, as endpoints see it.
 *
 * @param context the HTTP side
 * @param state what exists
 * @param urls addresses for the answer
 * @param credential who asks
 */
record Call(Context context, GitHubState state, Urls urls, Credential credential) {
  /** The repository that the path names, by {@code owner/name} or by id. */
  Repository repository() {
    Optional<Repository> found =
        context.pathParamMap().containsKey("repository_id")
            ? state.repository(number("repository_id"))
            : state.locate(path("owner") + "/" + path("repo"));
    Repository repository = found.filter(credential::sees).orElseThrow(ApiErrorException::notFound);
    if (context.pathParamMap().containsKey("owner")
        && !repository.fullName().equalsIgnoreCase(path("owner") + "/" + path("repo"))) {
      throw new MovedException(repository);
    }
    return repository;
  }

  String path(String name) {
    return context.pathParam(name);
  }

  long number(String pathParameter) {
    try {
      return Long.parseLong(path(pathParameter));
    } catch (NumberFormatException notANumber) {
      throw ApiErrorException.notFound();
    }
  }

  Optional<String> query(String name) {
    return Optional.ofNullable(context.queryParam(name)).filter(value -> !value.isEmpty());
  }

  int count(String name, int ifAbsent) {
    try {
      return query(name).map(Integer::parseInt).orElse(ifAbsent);
    } catch (NumberFormatException notANumber) {
      return ifAbsent;
    }
  }

  /** A time in seconds; 0 when the parameter is absent. */
  long time(String name) {
    try {
      return query(name).map(text -> Instant.parse(text).getEpochSecond()).orElse(0L);
    } catch (DateTimeParseException notATime) {
      throw new ApiErrorException(422, "Validation Failed: " + name + " is not a time");
    }
  }

  /** The address that was asked, path and query. */
  String target() {
    String query = context.queryString();
    return query == null ? context.path() : context.path() + "?" + query;
  }
}

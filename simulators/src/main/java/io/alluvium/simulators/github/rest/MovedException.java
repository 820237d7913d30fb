package io.alluvium.simulators.github.rest;

import io.alluvium.simulators.github.state.Repository;

/** What was asked for has another address now. */
final class MovedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Repository repository;
  private final String rest;

  /** The repository has another name. */
  MovedException(Repository repository) {
    this(repository, "");
  }

  /** Something is in another repository, at {@code rest} below its address. */
  MovedException(Repository repository, String rest) {
    super(repository.fullName());
    this.repository = repository;
    this.rest = rest;
  }

  Reply reply(Call call) {
    String tail = rest.isEmpty() ? tail(call) : rest;
    String url = call.urls().api() + "/repositories/" + repository.id() + tail;
    return Reply.json(
            301,
            out ->
                out.object(() ->
                    out.field("message", "Moved Permanently")
                        .field("url", url)
                        .field("documentation_url", "https://docs.github.com/rest")))
        .with("Location", url);
  }

  private static String tail(Call call) {
    String name = "/repos/" + call.path("owner") + "/" + call.path("repo");
    return call.target().substring(call.target().indexOf(name) + name.length());
  }
}

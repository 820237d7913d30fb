package io.alluvium.connectors.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.connectors.http.UpstreamResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Which repositories the settings select: named ones, and those of organisations and users. */
final class Selection {
  private final GithubSourceConfig config;
  private final GithubClient client;
  private final String host;

  Selection(GithubSourceConfig config, GithubClient client) {
    this.config = config;
    this.client = client;
    this.host = Hosts.of(config.apiUrl());
  }

  /**
   * All that are selected now, each once, by id.
   *
   * @param missing is told of settings that name something that is not there, with its value
   */
  Collection<RepositoryScope> list(Missing missing) throws IOException {
    var selected = new TreeMap<Long, RepositoryScope>();
    for (var name : config.repositories()) {
      var response = client.get(repository(name));
      if (response.status() == 200) {
        var scope = RepositoryScope.of(host, response.json());
        selected.put(scope.id(), scope);
      } else {
        require(response, GithubSourceConfig.REPOSITORIES, name, missing);
      }
    }
    for (var name : config.organisations()) {
      each(
          uri("/orgs/", name),
          GithubSourceConfig.ORGANISATIONS,
          name,
          missing,
          scope -> selected.putIfAbsent(scope.id(), scope));
    }
    for (var name : config.users()) {
      each(
          uri("/users/", name),
          GithubSourceConfig.USERS,
          name,
          missing,
          scope -> selected.putIfAbsent(scope.id(), scope));
    }
    return selected.values();
  }

  /** Somebody who wants to know what is not there. */
  interface Missing {
    void tell(String setting, String value, int status);
  }

  private void each(
      URI first, String setting, String name, Missing missing, Consumer<RepositoryScope> take)
      throws IOException {
    var next = Optional.of(first);
    var patterns = config.patterns();
    while (next.isPresent()) {
      var response = client.get(next.get());
      if (response.status() != 200) {
        require(response, setting, name, missing);
        return;
      }
      for (var json : response.json()) {
        if (isWanted(json) && patterns.match(json.path("full_name").asText())) {
          take.accept(RepositoryScope.of(host, json));
        }
      }
      next = response.next();
    }
  }

  private boolean isWanted(JsonNode repository) {
    return (config.archived() || !repository.path("archived").asBoolean())
        && (config.forks() || !repository.path("fork").asBoolean())
        && !repository.path("disabled").asBoolean();
  }

  private static void require(
      UpstreamResponse response, String setting, String name, Missing missing) throws IOException {
    if (response.status() != 404 && response.status() != 410 && response.status() != 451) {
      throw new IOException("GitHub answered " + response.status() + " for " + name);
    }
    missing.tell(setting, name, response.status());
  }

  private URI repository(String name) {
    if (name.matches("[0-9]+")) {
      return client.uri("/repositories/" + name);
    }
    int slash = name.indexOf('/');
    return client.uri(
        "/repos/"
            + encode(name.substring(0, Math.max(0, slash)))
            + "/"
            + encode(name.substring(slash + 1)));
  }

  private URI uri(String kind, String name) {
    return client.uri(kind + encode(name) + "/repos?per_page=100&sort=full_name");
  }

  private static String encode(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }
}

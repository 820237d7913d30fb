package io.alluvium.connectors.github;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A repository to read. Its id stays when it is renamed or transferred, its name does not.
 *
 * @param host where it is, such as {@code github.com}
 * @param id numeric id
 * @param fullName owner/name now
 * @param isPrivate whether not everybody may see it
 */
record RepositoryScope(String host, long id, String fullName, boolean isPrivate) {
  /** The repository of GitHub's own description. */
  static RepositoryScope of(String host, JsonNode repository) {
    return new RepositoryScope(
        host,
        repository.path("id").asLong(),
        repository.path("full_name").asText(),
        repository.path("private").asBoolean());
  }

  /** The repository that {@link #line} wrote. */
  static RepositoryScope parse(String host, String line) {
    var parts = line.split(" ", 3);
    return new RepositoryScope(
        host, Long.parseLong(parts[0]), parts[2], parts[1].equals("private"));
  }

  /** All but the host in one line. */
  String line() {
    return id + (isPrivate ? " private " : " public ") + fullName;
  }

  /** Name that stays. */
  String scope() {
    return host + "/" + id;
  }
}

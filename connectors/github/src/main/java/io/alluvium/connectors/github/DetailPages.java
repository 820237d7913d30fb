package io.alluvium.connectors.github;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Short listings that are read from end to end at once. */
final class DetailPages {
  private final RepositoryScope repository;
  private final GithubClient client;

  DetailPages(RepositoryScope repository, GithubClient client) {
    this.repository = repository;
    this.client = client;
  }

  /**
   * All pages of a listing; none where what they belong to is gone.
   *
   * @param rest address below the repository
   */
  List<JsonNode> of(String rest) throws IOException {
    var pages = new ArrayList<JsonNode>();
    var next = Optional.of(client.uri("/repositories/" + repository.id() + rest));
    while (next.isPresent()) {
      URI uri = next.get();
      var response = client.get(uri);
      if (response.status() == 404 || response.status() == 410) {
        return List.of();
      }
      if (response.status() != 200) {
        throw new IOException("GitHub answered " + response.status() + " for " + uri.getPath());
      }
      pages.add(response.json());
      next = response.next();
    }
    return pages;
  }
}

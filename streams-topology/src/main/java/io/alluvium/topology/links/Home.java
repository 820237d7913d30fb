package io.alluvium.topology.links;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.Event;
import java.net.URLDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an event is at home: what tells the keys of its neighbours from a number or a permalink.
 *
 * @param entityKey key of the event
 * @param parts parts of that key, without its type
 * @param page where a person looks at it; null if nowhere on the web
 * @param repository its repository on GitHub; null if it is not known
 */
record Home(
    String entityKey, List<String> parts, @Nullable Page page, @Nullable Repository repository) {
  /** What is called this, in the words of a URL. */
  static final String GITHUB = "github";

  /**
   * A repository of GitHub.
   *
   * @param host host of its keys
   * @param id numeric id
   */
  record Repository(String host, long id) {
    String issue(String number) {
      return EntityKey.githubIssue(host, id, Long.parseLong(number)).value();
    }

    String thing(String kind, String number) {
      return EntityKey.github(host, kind, id, Long.parseLong(number)).value();
    }
  }

  static Home of(Event event) {
    var key = event.getEntityKey();
    var parts = List.of(key.substring(key.indexOf(':') + 1).split("/"));
    var page = event.getUrl().map(Page::of).orElse(null);
    return new Home(key, parts, page, repository(event, parts));
  }

  /** A commit's key does not name its repository, its scope does where GitHub reports it. */
  private static @Nullable Repository repository(Event event, List<String> parts) {
    if (event.getEntityKey().startsWith("github:") && parts.size() >= 3) {
      return repository(URLDecoder.decode(parts.getFirst(), UTF_8), parts.get(2));
    }
    var slash = event.getScope().lastIndexOf('/');
    return event.getConnectorType().equals(GITHUB) && slash > 0
        ? repository(event.getScope().substring(0, slash), event.getScope().substring(slash + 1))
        : null;
  }

  private static @Nullable Repository repository(String host, String id) {
    return Numbers.isNumber(id) ? new Repository(host, Long.parseLong(id)) : null;
  }

  /** True if a page is of the repository that this event is of. */
  boolean isSameRepository(String host, String owner, String name) {
    return repository != null
        && page != null
        && page.host().equals(host)
        && page.part(0).equalsIgnoreCase(owner)
        && page.part(1).equalsIgnoreCase(name);
  }

  /** True if a host is that of the Slack workspace that this event is of. */
  boolean isSameWorkspace(String host) {
    return entityKey.startsWith("slack:") && page != null && page.host().equals(host);
  }

  /** Host of repositories that are named without one. */
  String host() {
    return repository != null && page != null ? page.host() : "github.com";
  }
}

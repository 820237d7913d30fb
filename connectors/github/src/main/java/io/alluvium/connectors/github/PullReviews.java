package io.alluvium.connectors.github;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reviews of pull requests: of a hundred with one question of GraphQL, which needs to know who
 * asks; of one by REST.
 */
final class PullReviews implements Details {
  private static final Logger LOG = LoggerFactory.getLogger(PullReviews.class);
  private static final int AT_ONCE = 100;

  private final ReviewEvents events;
  private final DetailPages pages;
  private final ReviewQuery query;
  private final GithubClient client;
  private volatile boolean withoutGraphql;

  PullReviews(RepositoryScope repository, GithubClient client) {
    this.events = new ReviewEvents(repository);
    this.pages = new DetailPages(repository, client);
    this.query = new ReviewQuery(repository, client);
    this.client = client;
  }

  @Override
  public String name() {
    return "reviews";
  }

  @Override
  public int atOnce() {
    return withoutGraphql || client.isAnonymous() ? 1 : AT_ONCE;
  }

  @Override
  public List<Found> of(List<String> ids) throws IOException {
    var found = new ArrayList<Found>();
    if (ids.size() == 1) {
      add(ids.get(0), found);
      return found;
    }
    if (withoutGraphql) {
      throw new ReviewQuery.NotUnderstoodException("Reviews are read one by one");
    }
    try {
      for (var answer : query.ask(ids)) {
        if (answer.complete()) {
          answer
              .reviews()
              .forEach(json -> events.review(answer.number(), json).ifPresent(found::add));
        } else {
          add(Long.toString(answer.number()), found);
        }
      }
    } catch (ReviewQuery.NotUnderstoodException e) {
      LOG.info("Reviews are read one by one: {}", e.getMessage());
      withoutGraphql = true;
      throw e;
    }
    return found;
  }

  private void add(String id, List<Found> found) throws IOException {
    long number = Long.parseLong(id);
    for (var page : pages.of("/pulls/" + id + "/reviews?per_page=100")) {
      page.forEach(json -> events.review(number, json).ifPresent(found::add));
    }
  }
}

package io.alluvium.connectors.github;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The jobs of workflow runs, those of earlier attempts included. One request a run at least. */
final class RunJobs implements Details {
  private final RepositoryScope repository;
  private final DetailPages pages;

  RunJobs(RepositoryScope repository, GithubClient client) {
    this.repository = repository;
    this.pages = new DetailPages(repository, client);
  }

  @Override
  public String name() {
    return "jobs";
  }

  @Override
  public int atOnce() {
    return 1;
  }

  @Override
  public List<Found> of(List<String> ids) throws IOException {
    var events = new RunEvents(repository);
    var found = new ArrayList<Found>();
    for (var id : ids) {
      for (JsonNode page : pages.of("/actions/runs/" + id + "/jobs?filter=all&per_page=100")) {
        page.path("jobs").forEach(job -> found.add(events.job(Long.parseLong(id), job)));
      }
    }
    return found;
  }
}

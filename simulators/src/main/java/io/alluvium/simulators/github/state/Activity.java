package io.alluvium.simulators.github.state;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Lets an organisation live: every step is one change that people make, now and then a late one, to
 * something old. The same seed on the same state gives the same changes.
 */
public final class Activity {
  private final GitHubState state;
  private final Random random;
  private final Duration pace;
  private int steps;

  /**
   * Activity in all repositories.
   *
   * @param pace how far the clock moves with every step
   */
  public Activity(GitHubState state, long seed, Duration pace) {
    this.state = state;
    this.random = new Random(seed);
    this.pace = pace;
  }

  /** Makes this many changes. */
  public void run(int count) {
    for (int i = 0; i < count; i++) {
      state.clock().advance(pace);
      state.at(() -> {
        step();
        return count;
      });
    }
  }

  private void step() {
    steps++;
    List<Repository> repositories = state.repositories();
    if (repositories.isEmpty()) {
      return;
    }
    Repository repository = repositories.get(random.nextInt(repositories.size()));
    if (repository.issues().table().size() == 0) {
      repository.issues().create(person(), "First issue", "");
      return;
    }
    int dice = random.nextInt(100);
    if (dice < 55) {
      talk(repository, dice);
    } else if (dice < 80) {
      change(repository, dice);
    } else if (dice < 92) {
      build(repository, dice);
    } else {
      upheaval(repository, dice);
    }
  }

  private void talk(Repository repository, int dice) {
    Issue issue = any(repository.issues().table().all());
    if (dice < 10) {
      repository.issues().create(person(), "Step " + steps, "Found in step " + steps);
    } else if (dice < 15) {
      repository
          .pulls()
          .create(person(), "Step " + steps, "", new Pulls.Branches("step-" + steps, "main"));
    } else if (dice < 40 || !issue.isPull()) {
      repository.issues().comment(issue.number(), person(), "Said in step " + steps);
    } else if (dice < 48) {
      repository.pulls().review(issue.number(), person(), "APPROVED", "");
    } else {
      repository.pulls().comment(issue.number(), person(), "a.txt", steps, "Step " + steps);
    }
  }

  private void change(Repository repository, int dice) {
    Issue issue = any(repository.issues().table().all());
    List<Comment> comments = repository.issues().comments().all();
    if (dice < 62 && issue.open) {
      repository.issues().close(issue.number(), person(), issue.isPull() ? null : "completed");
    } else if (dice < 67 && !issue.open && (issue.pull() == null || issue.pull().mergedAt() == 0)) {
      repository.issues().reopen(issue.number(), person());
    } else if (dice < 72 || comments.isEmpty()) {
      repository.issues().editTitle(issue.number(), person(), "Title of step " + steps);
    } else if (dice < 77) {
      repository.issues().editComment(any(comments).id(), "Edited in step " + steps);
    } else {
      repository.issues().label(issue.number(), person(), "step", "bug");
    }
  }

  private void build(Repository repository, int dice) {
    List<Run> runs = repository.actions().table().all();
    if (dice < 84) {
      String sha =
          repository
              .git()
              .commit("main", person(), "Step " + steps, Map.of("steps.txt", "" + steps));
      repository.actions().start(person(), "ci", "main", sha);
    } else if (dice < 90 && !runs.isEmpty()) {
      Run run = any(runs);
      if (run.status().equals("completed")) {
        repository.actions().rerun(run.id());
      } else {
        repository.actions().complete(run.id(), "success");
      }
    } else {
      repository.releases().create(person(), "step-" + steps, "Step " + steps, "");
    }
  }

  private void upheaval(Repository repository, int dice) {
    List<Comment> comments = repository.issues().comments().all();
    if (dice < 96 && !comments.isEmpty()) {
      repository.issues().deleteComment(any(comments).id());
    } else if (dice < 98) {
      List<Issue> issues =
          repository.issues().table().all().stream().filter(i -> !i.isPull()).toList();
      if (!issues.isEmpty()) {
        repository.issues().delete(any(issues).number());
      }
    } else {
      state.renameRepository(repository.fullName(), "renamed-" + steps);
    }
  }

  private String person() {
    return "person-" + random.nextInt(5);
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}

package io.alluvium.simulators.github.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Fills an organisation with what seems to have happened there. The same seed and the same time
 * give the same organisation. Texts are made when they are asked for, so that a million events fit
 * into some 100 MB.
 */
public final class OrganisationGenerator {
  private static final List<String> LABELS = List.of("bug", "feature", "question", "docs");

  private final GitHubState state;
  private final OrganisationSize size;
  private final Random random;
  private final List<Account> people = new ArrayList<>();
  private long now;

  private OrganisationGenerator(GitHubState state, OrganisationSize size) {
    this.state = state;
    this.size = size;
    this.random = new Random(size.seed());
  }

  /** Creates the organisation with its repositories and fills them. */
  public static List<Repository> generate(
      GitHubState state, String organisation, OrganisationSize size) {
    return state.at(() -> new OrganisationGenerator(state, size).generate(organisation));
  }

  private List<Repository> generate(String organisation) {
    state.organization(organisation);
    for (int i = 0; i < size.people(); i++) {
      people.add(state.user("person-" + i));
    }
    var repositories = new ArrayList<Repository>();
    for (int i = 0; i < size.repositories(); i++) {
      repositories.add(state.createRepository(organisation, "repository-" + i));
    }
    long end = state.now() - 1;
    long begin = end - size.days() * 86_400L;
    int left = size.events();
    while (left > 0) {
      now = end - (long) ((end - begin) * (left / (double) size.events()));
      left -= event(repositories.get(random.nextInt(repositories.size())), left);
    }
    return List.copyOf(repositories);
  }

  // Shares as in busy repositories: most of what happens is talk. A run brings its two jobs.
  private int event(Repository repository, int left) {
    int dice = random.nextInt(100);
    Issue last = repository.issues().newest();
    if (last == null || dice < 15) {
      issue(repository, null);
    } else if (dice < 25) {
      issue(repository, new Pull(state.nextId(Kind.PULL), "change-" + left, "main"));
    } else if (dice < 70) {
      comment(repository, some(repository));
    } else if (dice < 90) {
      review(repository, some(repository), dice < 80);
    } else if (dice < 92) {
      Release release = repository.releases().add(one(people).login(), "v" + left, now);
      release.assets =
          List.of(new Release.Asset(state.nextId(Kind.ASSET), "package.zip", left, now));
    } else if (left >= 3) {
      run(repository);
      return 3;
    } else {
      comment(repository, last);
    }
    return 1;
  }

  private void issue(Repository repository, @Nullable Pull pull) {
    var issue = new Issue(state.nextId(Kind.ISSUE), now, repository.nextNumber(), pull);
    issue.author = one(people);
    issue.labels = List.of(repository.label(one(LABELS)));
    if (random.nextInt(3) == 0) {
      issue.assignees = List.of(one(people));
    }
    repository.issues().table().add(issue);
  }

  private void comment(Repository repository, Issue issue) {
    var comment = new Comment(state.nextId(Kind.COMMENT), now, issue.number());
    comment.author = one(people);
    repository.issues().comments().add(comment);
    issue.comments++;
    repository.issues().table().change(issue, now, () -> maybeClose(repository, issue));
  }

  private void maybeClose(Repository repository, Issue issue) {
    if (!issue.open || random.nextInt(4) > 0) {
      return;
    }
    Account closer = one(people);
    issue.open = false;
    issue.closedAt = now;
    issue.closedBy = closer;
    Pull pull = issue.pull();
    if (pull == null) {
      issue.stateReason = random.nextInt(4) == 0 ? "not_planned" : "completed";
    } else if (random.nextBoolean()) {
      pull.mergedAt = now;
      pull.mergedBy = closer;
    }
    issue.touch(now);
    repository.issues().record(issue, "closed", closer, "");
  }

  private void review(Repository repository, Issue candidate, boolean onLine) {
    Pull pull = candidate.pull();
    if (pull == null) {
      comment(repository, candidate);
    } else if (onLine) {
      var place = new ReviewComment.Place(pull.headSha(), "src/main.txt", 1 + random.nextInt(200));
      var comment =
          new ReviewComment(
              state.nextId(Kind.REVIEW_COMMENT), now, candidate.number(), place, new long[2]);
      comment.author = one(people);
      repository.pulls().comments().add(comment);
      pull.reviewComments++;
      repository.issues().table().change(candidate, now, () -> {});
    } else {
      String verdict = random.nextBoolean() ? "APPROVED" : "COMMENTED";
      var review =
          new Review(state.nextId(Kind.REVIEW), now, candidate.number(), pull.headSha(), verdict);
      review.author = one(people);
      repository.pulls().reviews().add(review);
      repository.issues().table().change(candidate, now, () -> {});
    }
  }

  private void run(Repository repository) {
    long id = state.nextId(Kind.RUN);
    var head = new Run.Head("main", ProseText.sha("run", id));
    Run run = repository.actions().add(one(people).login(), "ci", head, now);
    String conclusion = random.nextInt(4) == 0 ? "failure" : "success";
    Actions.end(run, conclusion, now);
  }

  // Talk is about what is new.
  private Issue some(Repository repository) {
    List<Issue> all = repository.issues().table().all();
    int back = (int) (Math.pow(random.nextDouble(), 3) * all.size());
    return all.get(all.size() - 1 - back);
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}

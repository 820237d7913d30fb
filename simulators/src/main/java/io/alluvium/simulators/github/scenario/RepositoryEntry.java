package io.alluvium.simulators.github.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.simulators.github.state.GitHubState;
import io.alluvium.simulators.github.state.Issue;
import io.alluvium.simulators.github.state.Pulls;
import io.alluvium.simulators.github.state.Release;
import io.alluvium.simulators.github.state.Repository;
import io.alluvium.simulators.github.state.Run;
import io.alluvium.simulators.scenario.ScenarioException;
import io.alluvium.simulators.scenario.Section;
import java.util.Locale;

/** One repository of a scenario with all that is in it. */
final class RepositoryEntry {
  private static final String SOMEBODY = "octocat";

  private final Repository repository;

  private RepositoryEntry(Repository repository) {
    this.repository = repository;
  }

  static void apply(GitHubState state, JsonNode node) {
    var section =
        new Section(
            "repositories",
            node,
            "name",
            "private",
            "archived",
            "without",
            "issues",
            "pulls",
            "releases",
            "commits",
            "runs");
    String[] name = section.text("name").split("/", 2);
    if (name.length < 2) {
      throw new ScenarioException("repositories.name must be owner/name, is " + name[0]);
    }
    Repository repository = state.createRepository(name[0], name[1]);
    repository.makePrivate(section.flag("private")).archive(section.flag("archived"));
    section
        .texts("without")
        .forEach(feature ->
            repository.enable(Repository.Feature.valueOf(feature.toUpperCase(Locale.ROOT)), false));
    var entry = new RepositoryEntry(repository);
    section.each("commits", entry::commit);
    section.each("issues", entry::issue);
    section.each("pulls", entry::pull);
    section.each("releases", entry::release);
    section.each("runs", entry::run);
  }

  private void commit(JsonNode node) {
    var section = new Section("commits", node, "branch", "author", "message", "files");
    repository
        .git()
        .commit(
            section.text("branch", "main"),
            section.text("author", SOMEBODY),
            section.text("message", "Change"),
            section.map("files"));
  }

  private void issue(JsonNode node) {
    var section =
        new Section(
            "issues", node, "author", "title", "body", "labels", "assignees", "state", "comments");
    String author = section.text("author", SOMEBODY);
    Issue issue =
        repository.issues().create(author, section.text("title"), section.text("body", ""));
    int number = issue.number();
    if (node.has("labels")) {
      repository.issues().label(number, author, section.texts("labels").toArray(String[]::new));
    }
    if (node.has("assignees")) {
      repository.issues().assign(number, author, section.texts("assignees").toArray(String[]::new));
    }
    section.each(
        "comments",
        said -> {
          var comment = new Section("comments", said, "author", "body");
          repository
              .issues()
              .comment(number, comment.text("author", SOMEBODY), comment.text("body"));
        });
    if (section.text("state", "open").equals("closed")) {
      repository.issues().close(number, author, "completed");
    }
  }

  private void pull(JsonNode node) {
    var section =
        new Section(
            "pulls",
            node,
            "author",
            "title",
            "body",
            "head",
            "base",
            "draft",
            "merged",
            "reviews",
            "comments");
    String author = section.text("author", SOMEBODY);
    var branches = new Pulls.Branches(section.text("head", "change"), section.text("base", "main"));
    Pulls pulls = repository.pulls();
    int number =
        pulls.create(author, section.text("title"), section.text("body", ""), branches).number();
    if (section.flag("draft")) {
      pulls.draft(number, author, true);
    }
    section.each("reviews", review -> review(number, review));
    section.each("comments", comment -> comment(number, comment));
    if (section.flag("merged")) {
      pulls.merge(number, author);
    }
  }

  private void review(int number, JsonNode node) {
    var section = new Section("reviews", node, "author", "state", "body");
    repository
        .pulls()
        .review(
            number,
            section.text("author", SOMEBODY),
            section.text("state", "COMMENTED"),
            section.text("body", ""));
  }

  private void comment(int number, JsonNode node) {
    var section = new Section("comments", node, "author", "path", "line", "body");
    repository
        .pulls()
        .comment(
            number,
            section.text("author", SOMEBODY),
            section.text("path"),
            section.number("line", 1),
            section.text("body"));
  }

  private void release(JsonNode node) {
    var section = new Section("releases", node, "author", "tag", "name", "body", "assets");
    String tag = section.text("tag");
    Release release =
        repository
            .releases()
            .create(
                section.text("author", SOMEBODY),
                tag,
                section.text("name", tag),
                section.text("body", ""));
    section
        .texts("assets")
        .forEach(name -> repository.releases().addAsset(release.id(), name, 1000));
  }

  private void run(JsonNode node) {
    var section = new Section("runs", node, "actor", "workflow", "branch", "conclusion");
    String branch = section.text("branch", "main");
    String head = repository.git().branches().getOrDefault(branch, "0".repeat(40));
    Run run =
        repository
            .actions()
            .start(section.text("actor", SOMEBODY), section.text("workflow", "ci"), branch, head);
    section
        .optional("conclusion")
        .ifPresent(conclusion -> repository.actions().complete(run.id(), conclusion));
  }
}

package io.alluvium.simulators.github.rest;

import io.alluvium.simulators.github.state.Repository;
import java.util.List;

/** How repositories look in answers. */
final class RepositoryJson {
  // Addresses that are the repository's own with something appended.
  private static final List<String[]> LINKS =
      List.of(
          new String[] {"forks_url", "/forks"},
          new String[] {"keys_url", "/keys{/key_id}"},
          new String[] {"collaborators_url", "/collaborators{/collaborator}"},
          new String[] {"teams_url", "/teams"},
          new String[] {"hooks_url", "/hooks"},
          new String[] {"issue_events_url", "/issues/events{/number}"},
          new String[] {"events_url", "/events"},
          new String[] {"assignees_url", "/assignees{/user}"},
          new String[] {"branches_url", "/branches{/branch}"},
          new String[] {"tags_url", "/tags"},
          new String[] {"blobs_url", "/git/blobs{/sha}"},
          new String[] {"git_tags_url", "/git/tags{/sha}"},
          new String[] {"git_refs_url", "/git/refs{/sha}"},
          new String[] {"trees_url", "/git/trees{/sha}"},
          new String[] {"statuses_url", "/statuses/{sha}"},
          new String[] {"languages_url", "/languages"},
          new String[] {"stargazers_url", "/stargazers"},
          new String[] {"contributors_url", "/contributors"},
          new String[] {"subscribers_url", "/subscribers"},
          new String[] {"subscription_url", "/subscription"},
          new String[] {"commits_url", "/commits{/sha}"},
          new String[] {"git_commits_url", "/git/commits{/sha}"},
          new String[] {"comments_url", "/comments{/number}"},
          new String[] {"issue_comment_url", "/issues/comments{/number}"},
          new String[] {"contents_url", "/contents/{+path}"},
          new String[] {"compare_url", "/compare/{base}...{head}"},
          new String[] {"merges_url", "/merges"},
          new String[] {"archive_url", "/{archive_format}{/ref}"},
          new String[] {"downloads_url", "/downloads"},
          new String[] {"issues_url", "/issues{/number}"},
          new String[] {"pulls_url", "/pulls{/number}"},
          new String[] {"milestones_url", "/milestones{/number}"},
          new String[] {"notifications_url", "/notifications{?since,all,participating}"},
          new String[] {"labels_url", "/labels{/name}"},
          new String[] {"releases_url", "/releases{/id}"},
          new String[] {"deployments_url", "/deployments"});

  private final Urls urls;
  private final AccountJson accounts;

  RepositoryJson(Urls urls) {
    this.urls = urls;
    this.accounts = new AccountJson(urls);
  }

  /** The form of listings. */
  void minimal(JsonOut out, Repository repository) {
    out.object(() -> {
      links(out, repository);
      settings(out, repository);
    });
  }

  /** The form of a single repository. */
  void full(JsonOut out, Repository repository) {
    out.object(() -> {
      links(out, repository);
      settings(out, repository);
      out.field("network_count", 0).field("subscribers_count", 1);
    });
  }

  /** Names and addresses only: what runs and events carry. */
  void links(JsonOut out, Repository repository) {
    String url = urls.repository(repository);
    out.field("id", repository.id())
        .field("node_id", Urls.nodeId("Repository", repository.id()))
        .field("name", repository.name())
        .field("full_name", repository.fullName())
        .field("private", repository.isPrivate())
        .object("owner", repository.owner(), accounts::simple)
        .field("html_url", urls.page(repository))
        .field("description", "Everything about " + repository.name())
        .field("fork", repository.isFork())
        .field("url", url);
    LINKS.forEach(link -> out.field(link[0], url + link[1]));
  }

  private void settings(JsonOut out, Repository repository) {
    String page = urls.page(repository);
    out.time("created_at", repository.createdAt())
        .time("updated_at", repository.changedAt())
        .time("pushed_at", repository.pushedAt())
        .field("git_url", page.replaceFirst("^http", "git") + ".git")
        .field("ssh_url", "git@github.invalid:" + repository.fullName() + ".git")
        .field("clone_url", page + ".git")
        .field("svn_url", page)
        .nothing("homepage")
        .field("size", repository.git().isEmpty() ? 0 : 108)
        .nothing("language")
        .nothing("mirror_url")
        .nothing("license")
        .field("default_branch", "main")
        .field("visibility", repository.isPrivate() ? "private" : "public")
        .field("archived", repository.archived())
        .field("disabled", false);
    counts(out);
    features(out, repository);
  }

  private static void counts(JsonOut out) {
    for (String name :
        List.of(
            "stargazers_count",
            "watchers_count",
            "forks_count",
            "open_issues_count",
            "forks",
            "open_issues",
            "watchers")) {
      out.field(name, 0);
    }
  }

  private static void features(JsonOut out, Repository repository) {
    out.field("has_issues", repository.has(Repository.Feature.ISSUES))
        .field("has_projects", true)
        .field("has_downloads", true)
        .field("has_wiki", true)
        .field("has_pages", false)
        .field("has_discussions", false)
        .field("allow_forking", true)
        .field("is_template", false)
        .field("web_commit_signoff_required", false)
        .array("topics", List.of(), (any, none) -> {})
        .object(
            "permissions",
            () ->
                out.field("admin", false)
                    .field("maintain", false)
                    .field("push", false)
                    .field("triage", false)
                    .field("pull", true));
  }
}

package io.alluvium.simulators.github.rest;

import io.alluvium.simulators.github.state.Account;
import io.alluvium.simulators.github.state.Repository;
import java.util.List;

/** Who one is, and what accounts own. */
final class AccountEndpoints {
  private AccountEndpoints() {}

  static void register(Routes routes) {
    routes.get("/user", AccountEndpoints::user);
    routes.get("/user/repos", AccountEndpoints::ownRepositories);
    routes.get("/users/{username}", call -> account(call, "username"));
    routes.get("/users/{username}/repos", call -> repositoriesOf(call, "username"));
    routes.get("/orgs/{org}", AccountEndpoints::organization);
    routes.get("/orgs/{org}/repos", call -> repositoriesOf(call, "org"));
  }

  private static Reply user(Call call) {
    Account account =
        call.credential()
            .actor()
            .orElseThrow(() -> new ApiErrorException(401, "Requires authentication"));
    return Reply.ok(out -> profile(call, out, account));
  }

  private static Reply account(Call call, String parameter) {
    Account account = find(call, parameter);
    return Reply.ok(out -> profile(call, out, account));
  }

  private static void profile(Call call, JsonOut out, Account account) {
    out.object(() -> {
      new AccountJson(call.urls()).fields(out, account);
      for (String name : List.of("company", "blog", "location", "email", "hireable", "bio")) {
        out.nothing(name);
      }
      out.field("name", account.name())
          .field("public_repos", 0)
          .field("public_gists", 0)
          .field("followers", 0)
          .field("following", 0)
          .time("created_at", account.createdAt())
          .time("updated_at", account.createdAt());
    });
  }

  private static Reply organization(Call call) {
    Account account = find(call, "org");
    if (account.kind() != Account.Kind.ORGANIZATION) {
      throw ApiErrorException.notFound();
    }
    return Reply.ok(out -> out.object(() -> organization(call, out, account)));
  }

  private static void organization(Call call, JsonOut out, Account account) {
    String url = call.urls().api() + "/orgs/" + account.login();
    for (String name : List.of("repos", "events", "hooks", "issues")) {
      out.field(name + "_url", url + "/" + name);
    }
    for (String name : List.of("public_repos", "public_gists", "followers", "following")) {
      out.field(name, 0);
    }
    out.field("login", account.login())
        .field("id", account.id())
        .field("node_id", Urls.nodeId("Organization", account.id()))
        .field("url", url)
        .field("members_url", url + "/members{/member}")
        .field("public_members_url", url + "/public_members{/member}")
        .field("avatar_url", call.urls().web() + "/avatars/u/" + account.id())
        .nothing("description")
        .field("html_url", call.urls().web() + "/" + account.login())
        .field("has_organization_projects", true)
        .field("has_repository_projects", true)
        .field("type", "Organization")
        .time("created_at", account.createdAt())
        .time("updated_at", account.createdAt())
        .nothing("archived_at");
  }

  private static Reply ownRepositories(Call call) {
    if (call.credential().actor().isEmpty()) {
      throw new ApiErrorException(401, "Requires authentication");
    }
    return repositories(call, call.state().repositories());
  }

  private static Reply repositoriesOf(Call call, String parameter) {
    Account owner = find(call, parameter);
    return repositories(
        call,
        call.state().repositories().stream()
            .filter(repository -> repository.owner() == owner)
            .toList());
  }

  static Reply repositories(Call call, List<Repository> repositories) {
    var json = new RepositoryJson(call.urls());
    List<Repository> visible = repositories.stream().filter(call.credential()::sees).toList();
    return new Paging(call).of(visible, json::minimal);
  }

  private static Account find(Call call, String parameter) {
    return call.state().findAccount(call.path(parameter)).orElseThrow(ApiErrorException::notFound);
  }
}

package io.alluvium.simulators.github.rest;

import io.alluvium.simulators.github.Apps;
import io.alluvium.simulators.github.Apps.Installation;
import io.alluvium.simulators.github.Credential;
import io.alluvium.simulators.github.state.Repository;
import java.util.List;
import java.util.Set;

/** GitHub Apps: their installations, their tokens, and the repositories they were given. */
final class AppEndpoints {
  private final Apps apps;

  AppEndpoints(Apps apps) {
    this.apps = apps;
  }

  void register(Routes routes) {
    routes.get("/app", this::app);
    routes.get("/app/installations", this::installations);
    routes.post("/app/installations/{installation_id}/access_tokens", this::token);
    routes.get("/installation/repositories", AppEndpoints::repositories);
  }

  private Reply app(Call call) {
    long id = asApp(call);
    String page = call.urls().web() + "/apps/simulated-app";
    return Reply.ok(out ->
        out.object(() ->
            out.field("id", id)
                .field("slug", "simulated-app")
                .field("node_id", Urls.nodeId("App", id))
                .object("owner", call.state().user("octocat"), new AccountJson(call.urls())::simple)
                .field("name", "Simulated app")
                .nothing("description")
                .field("external_url", page)
                .field("html_url", page)
                .field("created_at", "2020-01-01T00:00:00Z")
                .field("updated_at", "2020-01-01T00:00:00Z")
                .object("permissions", () -> out.field("metadata", "read"))
                .array("events", List.of(), (any, none) -> {})));
  }

  private Reply installations(Call call) {
    long app = asApp(call);
    return new Paging(call)
        .of(apps.installations(app), (out, installation) -> write(call, out, installation));
  }

  private static void write(Call call, JsonOut out, Installation installation) {
    String url = call.urls().api() + "/app/installations/" + installation.id();
    out.object(() ->
        out.field("id", installation.id())
            .object("account", installation.account(), new AccountJson(call.urls())::simple)
            .field("repository_selection", selection(installation))
            .field("access_tokens_url", url + "/access_tokens")
            .field("repositories_url", call.urls().api() + "/installation/repositories")
            .field("html_url", call.urls().web() + "/settings/" + installation.id())
            .field("app_id", installation.app())
            .field("app_slug", "simulated-app")
            .field("target_id", installation.account().id())
            .field("target_type", installation.account().kind().type())
            .object("permissions", () -> permissions(out, installation.permissions()))
            .array("events", List.of(), (any, none) -> {})
            .field("created_at", "2020-01-01T00:00:00Z")
            .field("updated_at", "2020-01-01T00:00:00Z")
            .nothing("single_file_name")
            .nothing("suspended_by")
            .nothing("suspended_at"));
  }

  private Reply token(Call call) {
    long app = asApp(call);
    Installation installation =
        apps.installations(app).stream()
            .filter(found -> found.id() == call.number("installation_id"))
            .findFirst()
            .orElseThrow(ApiErrorException::notFound);
    Apps.Token token = apps.token(installation);
    return Reply.json(
        201,
        out ->
            out.object(() ->
                out.field("token", token.token())
                    .time("expires_at", token.expires().getEpochSecond())
                    .object("permissions", () -> permissions(out, installation.permissions()))
                    .field("repository_selection", selection(installation))));
  }

  private static Reply repositories(Call call) {
    if (call.credential().kind() != Credential.Kind.INSTALLATION) {
      throw new ApiErrorException(
          403,
          "You must authenticate with an installation access token in order to list"
              + " repositories for an installation.");
    }
    List<Repository> granted =
        call.state().repositories().stream().filter(call.credential()::isGranted).toList();
    var paging = new Paging(call);
    var json = new RepositoryJson(call.urls());
    Reply reply =
        Reply.ok(out ->
            out.object(() ->
                out.field("total_count", granted.size())
                    .field(
                        "repository_selection",
                        call.credential().repositories() == null ? "all" : "selected")
                    .array("repositories", paging.cut(granted), json::minimal)));
    return paging.numbered(reply, granted.size());
  }

  private static long asApp(Call call) {
    if (call.credential().kind() != Credential.Kind.APP) {
      throw new ApiErrorException(401, "A JSON web token could not be decoded");
    }
    return Long.parseLong(call.credential().name().substring("app:".length()));
  }

  private static String selection(Installation installation) {
    return installation.repositories() == null ? "all" : "selected";
  }

  private static void permissions(JsonOut out, Set<String> names) {
    names.stream().sorted().forEach(name -> out.field(name, "read"));
    if (!names.contains("metadata")) {
      out.field("metadata", "read");
    }
  }
}

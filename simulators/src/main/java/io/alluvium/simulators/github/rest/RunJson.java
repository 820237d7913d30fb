package io.alluvium.simulators.github.rest;

import com.fasterxml.jackson.core.SerializableString;
import io.alluvium.simulators.github.state.Job;
import io.alluvium.simulators.github.state.Repository;
import io.alluvium.simulators.github.state.Run;
import java.util.List;
import java.util.function.Supplier;

/** How the workflow runs of one repository look in answers. */
final class RunJson {
  private final String url;
  private final String page;
  private final AccountJson accounts;
  private final Supplier<SerializableString> repositoryLinks;

  RunJson(Urls urls, Repository repository) {
    this.url = urls.repository(repository);
    this.page = urls.page(repository);
    this.accounts = new AccountJson(urls);
    this.repositoryLinks =
        JsonOut.once(out -> out.object(() -> new RepositoryJson(urls).links(out, repository)));
  }

  void run(JsonOut out, Run run) {
    out.object(() -> {
      out.field("id", run.id())
          .field("name", run.workflow().name())
          .field("node_id", Urls.nodeId("WorkflowRun", run.id()))
          .field("head_branch", run.branch())
          .field("head_sha", run.headSha())
          .field("path", path(run))
          .field("display_title", run.workflow().name() + " on " + run.branch())
          .field("run_number", run.number())
          .field("event", "push")
          .field("status", run.status())
          .field("conclusion", run.conclusion())
          .field("workflow_id", run.workflow().id())
          .field("run_attempt", run.attempt())
          .time("created_at", run.createdAt())
          .time("updated_at", run.updatedAt())
          .time("run_started_at", run.startedAt())
          .array("pull_requests", List.of(), (any, none) -> {})
          .object("actor", run.actor(), accounts::simple)
          .object("triggering_actor", run.actor(), accounts::simple);
      addresses(out, run);
      out.object("head_commit", () -> headCommit(out, run))
          .object("repository", repositoryLinks.get(), JsonOut::raw)
          .object("head_repository", repositoryLinks.get(), JsonOut::raw);
    });
  }

  void job(JsonOut out, Run run, Job job) {
    out.object(() ->
        out.field("id", job.id())
            .field("run_id", run.id())
            .field("workflow_name", run.workflow().name())
            .field("head_branch", run.branch())
            .field("run_url", url + "/actions/runs/" + run.id())
            .field("run_attempt", job.attempt())
            .field("node_id", Urls.nodeId("CheckRun", job.id()))
            .field("head_sha", run.headSha())
            .field("url", url + "/actions/jobs/" + job.id())
            .field("html_url", page + "/actions/runs/" + run.id() + "/job/" + job.id())
            .field("status", job.status())
            .field("conclusion", job.conclusion())
            .time("created_at", job.createdAt())
            .time("started_at", job.createdAt())
            .time("completed_at", job.completedAt())
            .field("name", job.name())
            .array("steps", List.of(), (any, none) -> {})
            .field("check_run_url", url + "/check-runs/" + job.id())
            .array("labels", List.of("ubuntu-latest"), JsonOut::text)
            .nothing("runner_id")
            .nothing("runner_name")
            .nothing("runner_group_id")
            .nothing("runner_group_name"));
  }

  private void addresses(JsonOut out, Run run) {
    String own = url + "/actions/runs/" + run.id();
    out.field("url", own)
        .field("html_url", page + "/actions/runs/" + run.id())
        .field("jobs_url", own + "/jobs")
        .field("logs_url", own + "/logs")
        .field("check_suite_id", run.id())
        .field("check_suite_node_id", Urls.nodeId("CheckSuite", run.id()))
        .field("check_suite_url", url + "/check-suites/" + run.id())
        .field("artifacts_url", own + "/artifacts")
        .field("cancel_url", own + "/cancel")
        .field("rerun_url", own + "/rerun")
        .field(
            "previous_attempt_url",
            run.attempt() == 1 ? null : own + "/attempts/" + (run.attempt() - 1))
        .field("workflow_url", url + "/actions/workflows/" + run.workflow().id());
  }

  private static void headCommit(JsonOut out, Run run) {
    String login = run.actor().login();
    String mail = login + "@users.noreply.github.com";
    out.field("id", run.headSha())
        .field("tree_id", run.headSha())
        .field("message", "Change by " + login)
        .time("timestamp", run.createdAt())
        .object("author", () -> out.field("name", login).field("email", mail))
        .object("committer", () -> out.field("name", login).field("email", mail));
  }

  private static String path(Run run) {
    return ".github/workflows/" + run.workflow().name() + ".yml";
  }
}

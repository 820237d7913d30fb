package io.alluvium.simulators.github.rest;

import io.alluvium.simulators.github.state.Job;
import io.alluvium.simulators.github.state.Repository;
import io.alluvium.simulators.github.state.Run;
import io.alluvium.simulators.github.state.Table;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Workflow runs and their jobs. */
final class ActionsEndpoints {
  // Upstream gives no more than this many runs of a listing with a filter, and does not say so.
  private static final int FILTERED = 1_000;

  private ActionsEndpoints() {}

  static void register(Routes routes) {
    var actions = routes.needing("actions");
    actions.repository("/actions/runs", ActionsEndpoints::runs);
    actions.repository("/actions/runs/{run_id}", ActionsEndpoints::run);
    actions.repository("/actions/runs/{run_id}/jobs", ActionsEndpoints::jobs);
  }

  private static Reply runs(Call call) {
    Repository repository = withActions(call);
    var json = new RunJson(call.urls(), repository);
    Predicate<Run> filter = filter(call);
    var newestFirst = new Table.Order<Run>(false, true, 0, filter == null ? Table.ALL : filter);
    var paging = new Paging(call);
    var found = paging.page(repository.actions().table(), newestFirst);
    int reachable = filter == null ? found.total() : Math.min(found.total(), FILTERED);
    List<Run> runs = found.offset() >= reachable ? List.of() : found.items();
    Reply reply = listed("workflow_runs", found.total(), runs, json::run);
    return filter == null ? paging.linked(reply, found) : paging.numbered(reply, reachable);
  }

  private static @Nullable Predicate<Run> filter(Call call) {
    Predicate<Run> created =
        call.query("created")
            .map(TimeRange::parse)
            .<Predicate<Run>>map(range -> run -> range.contains(run.createdAt()))
            .orElse(null);
    Predicate<Run> status =
        call.query("status")
            .<Predicate<Run>>map(
                wanted -> run -> wanted.equals(run.status()) || wanted.equals(run.conclusion()))
            .orElse(null);
    Predicate<Run> branch =
        call.query("branch")
            .<Predicate<Run>>map(wanted -> run -> wanted.equals(run.branch()))
            .orElse(null);
    return both(created, both(status, branch));
  }

  private static @Nullable Predicate<Run> both(
      @Nullable Predicate<Run> one, @Nullable Predicate<Run> other) {
    return one == null ? other : other == null ? one : one.and(other);
  }

  private static Reply run(Call call) {
    Repository repository = withActions(call);
    Run run = existing(call, repository);
    return Reply.ok(out -> new RunJson(call.urls(), repository).run(out, run));
  }

  private static Reply jobs(Call call) {
    Repository repository = withActions(call);
    Run run = existing(call, repository);
    boolean all = call.query("filter").orElse("latest").equals("all");
    List<Job> jobs =
        run.jobs().stream().filter(job -> all || job.attempt() == run.attempt()).toList();
    var json = new RunJson(call.urls(), repository);
    var paging = new Paging(call);
    return paging.numbered(
        listed("jobs", jobs.size(), paging.cut(jobs), (out, job) -> json.job(out, run, job)),
        jobs.size());
  }

  private static <T> Reply listed(
      String name, int total, List<T> items, BiConsumer<JsonOut, T> writer) {
    return Reply.ok(
        out -> out.object(() -> out.field("total_count", total).array(name, items, writer)));
  }

  private static Run existing(Call call, Repository repository) {
    return repository
        .actions()
        .table()
        .find(call.number("run_id"))
        .orElseThrow(ApiErrorException::notFound);
  }

  private static Repository withActions(Call call) {
    Repository repository = call.repository();
    if (!repository.has(Repository.Feature.ACTIONS)) {
      throw ApiErrorException.notFound();
    }
    return repository;
  }
}

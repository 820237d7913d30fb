package io.alluvium.simulators.github.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The workflow runs of a repository with their jobs. Thread-safe. */
public final class Actions {
  private static final List<String> JOBS = List.of("build", "test");

  private final GitHubState state;
  private final Table<Run> table = new Table<>(run -> 0);
  private final Map<String, Workflow> workflows = new LinkedHashMap<>();

  Actions(Repository repository) {
    this.state = repository.state;
  }

  /** Starts a run of a workflow, which is created on first use, with the jobs build and test. */
  public Run start(String actor, String workflow, String branch, String headSha) {
    synchronized (state) {
      return add(actor, workflow, new Run.Head(branch, headSha), state.now());
    }
  }

  Run add(String actor, String name, Run.Head head, long createdAt) {
    Workflow workflow =
        workflows.computeIfAbsent(name, any -> new Workflow(state.nextId(Kind.WORKFLOW), name));
    long id = state.nextId(Kind.RUN);
    var run = new Run(id, createdAt, table.size() + 1, workflow, state.user(actor), head);
    run.jobs = queued(1, createdAt);
    table.add(run);
    return run;
  }

  /** Ends a run and the jobs of its attempt that still run. */
  public void complete(long id, String conclusion) {
    change(id, run -> end(run, conclusion, state.now()));
  }

  static void end(Run run, String conclusion, long now) {
    run.status = "completed";
    run.conclusion = conclusion;
    run.jobs =
        run.jobs.stream()
            .map(job -> job.status().equals("completed") ? job : job.ended(conclusion, now))
            .toList();
  }

  /** Begins the work on a run. */
  public void progress(long id) {
    change(id, run -> run.status = "in_progress");
  }

  /** Runs it again: the same run with one more attempt, whose jobs are new. */
  public void rerun(long id) {
    change(
        id,
        run -> {
          run.attempt++;
          run.status = "queued";
          run.conclusion = null;
          run.startedAt = state.now();
          var jobs = new ArrayList<>(run.jobs);
          jobs.addAll(queued(run.attempt, state.now()));
          run.jobs = List.copyOf(jobs);
        });
  }

  /** Deletes a run with its jobs. */
  public void delete(long id) {
    synchronized (state) {
      table.remove(get(id));
    }
  }

  /** The runs that exist, by id. */
  public List<Run> listed() {
    synchronized (state) {
      return List.copyOf(table.all());
    }
  }

  /** The run with this id. */
  public Run get(long id) {
    synchronized (state) {
      return table.find(id).orElseThrow(() -> new UnknownItemException("Run " + id));
    }
  }

  /** Runs, for listings. */
  public Table<Run> table() {
    return table;
  }

  private List<Job> queued(int attempt, long now) {
    return JOBS.stream()
        .map(name -> new Job(state.nextId(Kind.JOB), attempt, name, "queued", null, now, 0))
        .toList();
  }

  private void change(long id, Consumer<Run> change) {
    synchronized (state) {
      Run run = get(id);
      table.change(run, state.now(), () -> change.accept(run));
    }
  }
}

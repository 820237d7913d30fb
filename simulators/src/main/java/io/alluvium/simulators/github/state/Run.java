package io.alluvium.simulators.github.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run of a workflow. It changes when it is run again, up to 30 days later. */
public final class Run extends Item {
  private final int number;
  private final Workflow workflow;
  private final Account actor;
  private final String branch;
  private final String headSha;
  String status = "queued";
  @Nullable String conclusion;
  int attempt = 1;
  long startedAt;
  List<Job> jobs = List.of();

  /** What a run runs on: a branch and its commit. */
  record Head(String branch, String sha) {}

  Run(long id, long createdAt, int number, Workflow workflow, Account actor, Head head) {
    super(id, createdAt);
    this.number = number;
    this.workflow = workflow;
    this.actor = actor;
    this.branch = head.branch();
    this.headSha = head.sha();
    this.startedAt = createdAt;
  }

  /** Number among the runs of its workflow. */
  public int number() {
    return number;
  }

  /** Its workflow. */
  public Workflow workflow() {
    return workflow;
  }

  /** Who caused it. */
  public Account actor() {
    return actor;
  }

  /** The branch it runs on. */
  public String branch() {
    return branch;
  }

  /** The commit it runs on. */
  public String headSha() {
    return headSha;
  }

  /** {@code queued}, {@code in_progress} or {@code completed}. */
  public String status() {
    return status;
  }

  /** {@code success}, {@code failure}, ...; null while it runs. */
  public @Nullable String conclusion() {
    return conclusion;
  }

  /** Number of the latest attempt. */
  public int attempt() {
    return attempt;
  }

  /** When the latest attempt began, in seconds. */
  public long startedAt() {
    return startedAt;
  }

  /** Jobs of all attempts, oldest first. */
  public List<Job> jobs() {
    return jobs;
  }
}

package io.alluvium.simulators.github.state;

import org.jspecify.annotations.Nullable;

/**
 * A job of one attempt of a run.
 *
 * @param id numeric id
 * @param attempt number of the attempt
 * @param name its name
 * @param status {@code queued}, {@code in_progress} or {@code completed}
 * @param conclusion {@code success}, {@code failure}, ...; null while it runs
 * @param createdAt when it was created, in seconds
 * @param completedAt when it ended, in seconds; 0 while it runs
 */
public record Job(
    long id,
    int attempt,
    String name,
    String status,
    @Nullable String conclusion,
    long createdAt,
    long completedAt) {
  Job ended(String verdict, long now) {
    return new Job(id, attempt, name, "completed", verdict, createdAt, now);
  }
}

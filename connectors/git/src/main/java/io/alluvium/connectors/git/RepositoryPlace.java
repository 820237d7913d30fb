package io.alluvium.connectors.git;

import io.alluvium.schemas.RawEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * Where the commits of a {@link CommitLogReader} come from: a directory somebody works in, or a
 * mirror of a repository elsewhere. Called by the reader's thread.
 */
public interface RepositoryPlace {
  /** Part of the source that the commits are of; stands in every event and claim. */
  String scope();

  /**
   * Opens the repository; empty where there is none. Called until one was found, now and then. The
   * reader closes it.
   *
   * @throws IOException if it cannot be looked for right now
   */
  Optional<GitRepository> find() throws IOException;

  /** When upstream had the refs that were read here at a time. */
  default Instant asOf(Instant readAt) {
    return readAt;
  }

  /** Adds what the place knows about a commit, such as where a person looks at it. */
  default void describe(String sha, RawEvent.Builder event) {}
}

package io.alluvium.connectors.git;

import io.alluvium.connectors.KnownChange;
import io.alluvium.schemas.RawEvent;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Publishes refs as things of their own, beside the commits they lead to. Called by the thread of
 * its {@link CommitLogReader}, between the way to one set of refs and the way to the next.
 */
public interface RefLog {
  /** Publishes none: of a clone, only commits are of interest. */
  RefLog NONE =
      new RefLog() {
        @Override
        public void compare(
            GitRepository repository, Map<String, String> refs, Instant asOf, boolean anew) {}

        @Override
        public Optional<Change> next() {
          return Optional.empty();
        }

        @Override
        public Set<String> guarantees() {
          return Set.of("creations", "deletions");
        }
      };

  /** A ref as it is now, or one that is gone. */
  record Change(RawEvent.Builder event, KnownChange known) {}

  /**
   * Finds out what is to be published. What was found before and not yet handed out is found again.
   *
   * @param refs all refs by full name, with the commit each leads to; the same object as in the
   *     call before as long as nothing about refs has changed
   * @param asOf when upstream had them
   * @param anew whether what was published counts no more, as after a reset
   */
  void compare(GitRepository repository, Map<String, String> refs, Instant asOf, boolean anew);

  /** The next change of those found; to be published before it is called again. */
  Optional<Change> next();

  /** What a claim may guarantee once all changes are handed out. */
  Set<String> guarantees();
}

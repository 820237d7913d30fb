package io.alluvium.connectors.github;

import io.alluvium.connectors.Backfill;
import io.alluvium.connectors.Page;
import io.alluvium.connectors.PermanentFaultException;
import io.alluvium.connectors.ReaderContext;
import io.alluvium.connectors.SourceReader;
import io.alluvium.connectors.git.CommitLogReader;
import io.alluvium.connectors.git.CommitPosition;
import io.alluvium.connectors.git.MirrorRefusedException;
import io.alluvium.schemas.FailureReason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Reads branches, tags and commits of a repository from a mirror that it keeps up to date. Fetching
 * takes as long as it takes, beside the task's own work; what is there already is read meanwhile.
 */
final class MirrorReader implements SourceReader<CommitPosition> {
  private static final Duration RENEWAL = Duration.ofSeconds(60);

  private final MirrorPlace place;
  private final CommitLogReader commits;

  private MirrorReader(MirrorPlace place, CommitLogReader commits) {
    this.place = place;
    this.commits = commits;
  }

  static MirrorReader of(MirrorPlace place, Intervals intervals, ReaderContext context) {
    var refs = new MirrorRefs(place, intervals, context);
    return new MirrorReader(place, new CommitLogReader(place, RENEWAL, context, refs));
  }

  @Override
  public String scope() {
    return place.scope();
  }

  @Override
  public String scopeName() {
    return place.repository().fullName();
  }

  @Override
  public String axis() {
    return commits.axis();
  }

  @Override
  public CommitPosition begin() {
    return commits.begin();
  }

  @Override
  public CommitPosition resume(Map<String, String> offset) {
    return commits.resume(offset);
  }

  @Override
  public Backfill backfill() {
    return commits.backfill();
  }

  @Override
  public Page<CommitPosition> readAfter(CommitPosition position, int limit) throws IOException {
    try {
      // Without a single fetch nobody knows what is there, an empty mirror included.
      if (!place.keepUp()) {
        return new Page<>(List.of(), position);
      }
    } catch (MirrorRefusedException e) {
      throw new PermanentFaultException(
          e.isGone() ? FailureReason.GONE : FailureReason.PERMISSION_MISSING,
          "GitHub does not let git read: " + e.getMessage(),
          "Give the token or App read access to the contents of the repository");
    }
    return commits.readAfter(position, limit);
  }

  @Override
  public void cancel() {
    place.cancel();
  }

  @Override
  public void close() {
    place.close();
    commits.close();
  }
}

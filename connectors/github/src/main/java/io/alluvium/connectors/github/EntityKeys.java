package io.alluvium.connectors.github;

import io.alluvium.connectors.KnownEntities;
import io.alluvium.schemas.EntityKey;

/** Names the things of one stream: what its reader calls them, and what everybody does. */
final class EntityKeys {
  /** How many things that were made one after the other share a bucket. */
  private static final int RUN = 64;

  /**
   * A thing.
   *
   * @param kind kind of its events
   */
  record Named(String kind, EntityKey key) {}

  private final StreamKind stream;
  private final RepositoryScope repository;

  EntityKeys(StreamKind stream, RepositoryScope repository) {
    this.stream = stream;
    this.repository = repository;
  }

  /** What a thing is to everybody. */
  Named of(String id) {
    int slash = id.indexOf('/');
    long last = Long.parseLong(id.substring(slash + 1));
    var comments = new CommentEvents(repository);
    return switch (stream) {
      case ISSUES -> new Named("issue", new IssueEvents(repository).key(last));
      case PULLS ->
          slash < 0
              ? new Named("pull_request", new IssueEvents(repository).key(last))
              : new Named("review", new ReviewEvents(repository).key(last));
      case COMMENTS -> new Named("comment", comments.key(last));
      case REVIEW_COMMENTS -> new Named("comment", comments.lineKey(last));
      case RELEASES -> new Named("release", new ReleaseEvents(repository).key(last));
      case RUNS ->
          slash < 0
              ? new Named("run", new RunEvents(repository).key(last))
              : new Named("job", new RunEvents(repository).jobKey(last));
      case COMMITS -> throw new IllegalStateException("Commits are not known by id");
    };
  }

  /**
   * Bucket of an id: by what it belongs to, so that an issue, its neighbours and all that is said
   * about them are stored together.
   */
  static int bucketOf(String id) {
    int slash = id.indexOf('/');
    long first = Long.parseLong(slash < 0 ? id : id.substring(0, slash));
    return (int) Math.floorMod(first / RUN, (long) KnownEntities.BUCKETS);
  }
}

package io.alluvium.simulators.github.state;

import org.jspecify.annotations.Nullable;

/** A comment on a line of a pull request. */
public final class ReviewComment extends Item {
  private final int pull;
  private final Place place;
  private final long inReplyTo;
  private final long review;
  @Nullable Account author;
  @Nullable String body;
  int line;

  /**
   * Where it was written.
   *
   * @param commit the commit it was written on
   * @param path the file
   * @param line the line in that commit
   */
  public record Place(String commit, String path, int line) {}

  ReviewComment(long id, long createdAt, int pull, Place place, long[] parents) {
    super(id, createdAt);
    this.pull = pull;
    this.place = place;
    this.review = parents[0];
    this.inReplyTo = parents[1];
    this.line = place.line();
  }

  /** Number of the pull request. */
  public int pull() {
    return pull;
  }

  /** Where it was written. */
  public Place place() {
    return place;
  }

  /** The line it is shown at now; moves with every push, 0 when it is outdated. */
  public int line() {
    return line;
  }

  /** Id of the comment it answers; 0 when it begins a thread. */
  public long inReplyTo() {
    return inReplyTo;
  }

  /** Id of its review; 0 without one. */
  public long review() {
    return review;
  }

  /** Who wrote it; null when the account is gone. */
  public @Nullable Account author() {
    return author;
  }

  /** Its text. */
  public String body() {
    String own = body;
    return own == null ? ProseText.paragraph(id() ^ 0x11e) : own;
  }
}

package io.alluvium.simulators.github.state;

import org.jspecify.annotations.Nullable;

/** A review of a pull request. */
public final class Review extends Item {
  private final int pull;
  private final String commit;
  @Nullable Account author;
  @Nullable String body;
  String state;

  Review(long id, long createdAt, int pull, String commit, String state) {
    super(id, createdAt);
    this.pull = pull;
    this.commit = commit;
    this.state = state;
  }

  /** Number of the pull request. */
  public int pull() {
    return pull;
  }

  /** The commit that was reviewed. */
  public String commit() {
    return commit;
  }

  /** Who reviewed; null when the account is gone. */
  public @Nullable Account author() {
    return author;
  }

  /** Its text, which may be empty. */
  public String body() {
    String own = body;
    return own == null ? ProseText.title(id() ^ 0x4e51) : own;
  }

  /** Upper case, as REST spells it: {@code APPROVED}, {@code CHANGES_REQUESTED}, ... */
  public String state() {
    return state;
  }
}

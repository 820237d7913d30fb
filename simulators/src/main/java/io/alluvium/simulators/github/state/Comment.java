package io.alluvium.simulators.github.state;

import org.jspecify.annotations.Nullable;

/** A comment in the conversation of an issue or pull request. */
public final class Comment extends Item {
  private final int issue;
  @Nullable Account author;
  @Nullable String body;

  Comment(long id, long createdAt, int issue) {
    super(id, createdAt);
    this.issue = issue;
  }

  /** Number of the issue. */
  public int issue() {
    return issue;
  }

  /** Who wrote it; null when the account is gone. */
  public @Nullable Account author() {
    return author;
  }

  /** Its text. */
  public String body() {
    String own = body;
    return own == null ? ProseText.paragraph(id() ^ 0x5eed) : own;
  }
}

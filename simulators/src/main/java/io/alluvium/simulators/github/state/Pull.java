package io.alluvium.simulators.github.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a pull request has beside what every issue has. */
public final class Pull {
  private final long id;
  private final String headRef;
  private final String baseRef;
  @Nullable String headSha;
  boolean draft;
  long mergedAt;
  @Nullable Account mergedBy;
  List<Account> requestedReviewers = List.of();
  int reviewComments;

  Pull(long id, String headRef, String baseRef) {
    this.id = id;
    this.headRef = headRef;
    this.baseRef = baseRef;
  }

  /** Id of the pull request, which is not the id of its issue. */
  public long id() {
    return id;
  }

  /** The branch it comes from. */
  public String headRef() {
    return headRef;
  }

  /** The branch it wants to go to. */
  public String baseRef() {
    return baseRef;
  }

  /** Its newest commit. */
  public String headSha() {
    String own = headSha;
    return own == null ? ProseText.sha("head", id) : own;
  }

  /** Whether it is a draft. */
  public boolean draft() {
    return draft;
  }

  /** When it was merged, in seconds; 0 while it is not. */
  public long mergedAt() {
    return mergedAt;
  }

  /** Who merged it. */
  public @Nullable Account mergedBy() {
    return mergedBy;
  }

  /** Who was asked to review and has not yet. */
  public List<Account> requestedReviewers() {
    return requestedReviewers;
  }

  /** How many review comments it has. */
  public int reviewComments() {
    return reviewComments;
  }
}

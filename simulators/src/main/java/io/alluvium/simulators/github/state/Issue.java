package io.alluvium.simulators.github.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An issue, or the issue half of a pull request: both share the numbers of their repository. */
public final class Issue extends Item {
  private final int number;
  private final @Nullable Pull pull;
  @Nullable Account author;
  @Nullable String title;
  @Nullable String body;
  boolean open = true;
  @Nullable String stateReason;
  long closedAt;
  @Nullable Account closedBy;
  boolean locked;
  List<Label> labels = List.of();
  List<Account> assignees = List.of();
  @Nullable Milestone milestone;
  int comments;

  Issue(long id, long createdAt, int number, @Nullable Pull pull) {
    super(id, createdAt);
    this.number = number;
    this.pull = pull;
  }

  /** Number within the repository. */
  public int number() {
    return number;
  }

  /** What makes it a pull request; null for an issue. */
  public @Nullable Pull pull() {
    return pull;
  }

  /** Whether it is a pull request. */
  public boolean isPull() {
    return pull != null;
  }

  /** Who opened it; null when the account is gone. */
  public @Nullable Account author() {
    return author;
  }

  /** Its title. */
  public String title() {
    String own = title;
    return own == null ? ProseText.title(id()) : own;
  }

  /** Its text; null when nothing was written. */
  public @Nullable String body() {
    String own = body;
    return own == null ? ProseText.paragraph(id()) : own.isEmpty() ? null : own;
  }

  /** {@code open} or {@code closed}. */
  public String state() {
    return open ? "open" : "closed";
  }

  /** Why it has its state, as upstream says it. */
  public @Nullable String stateReason() {
    return stateReason;
  }

  /** When it was closed, in seconds; 0 while open. */
  public long closedAt() {
    return closedAt;
  }

  /** Who closed it. */
  public @Nullable Account closedBy() {
    return closedBy;
  }

  /** Whether its conversation is locked. */
  public boolean locked() {
    return locked;
  }

  /** Its labels. */
  public List<Label> labels() {
    return labels;
  }

  /** Who is assigned. */
  public List<Account> assignees() {
    return assignees;
  }

  /** Its milestone. */
  public @Nullable Milestone milestone() {
    return milestone;
  }

  /** How many comments it has. */
  public int comments() {
    return comments;
  }
}

package io.alluvium.simulators.github.state;

/** An entry of the issue events: closed, reopened, labelled, renamed and the like. */
public final class StateChange extends Item {
  private final int issue;
  private final String event;
  private final Account actor;
  private final String detail;

  StateChange(long id, long createdAt, Issue issue, String event, Account actor, String detail) {
    super(id, createdAt);
    this.issue = issue.number();
    this.event = event;
    this.actor = actor;
    this.detail = detail;
  }

  /** Number of the issue. */
  public int issue() {
    return issue;
  }

  /** What happened, as upstream names it. */
  public String event() {
    return event;
  }

  /** Who did it. */
  public Account actor() {
    return actor;
  }

  /** Name of the label or of the milestone, the reason of a closing; empty without one. */
  public String detail() {
    return detail;
  }
}

package io.alluvium.simulators.github.state;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The issues of a repository with their conversations. A pull request is an issue too: what both
 * have is changed here. Thread-safe.
 */
public final class Issues {
  private final Repository repository;
  private final GitHubState state;
  private final Table<Issue> table = new Table<>(Issue::number);
  private final Table<Comment> comments = new Table<>(Comment::issue);
  private final Table<StateChange> changes = new Table<>(StateChange::issue);
  private final Map<Integer, Transfer> transferred = new TreeMap<>();
  private final Set<Integer> deleted = new TreeSet<>();

  Issues(Repository repository) {
    this.repository = repository;
    this.state = repository.state;
  }

  /** Opens an issue. An empty body is what upstream answers as {@code null}. */
  public Issue create(String author, String title, String body) {
    synchronized (state) {
      var issue = new Issue(state.nextId(Kind.ISSUE), state.now(), repository.nextNumber(), null);
      return open(issue, state.user(author), title, body);
    }
  }

  Issue open(Issue issue, Account author, String title, String body) {
    issue.author = author;
    issue.title = title;
    issue.body = body;
    table.add(issue);
    happened(issue, "opened", author);
    return issue;
  }

  /** The issues and pull requests that exist, by id. */
  public List<Issue> listed() {
    synchronized (state) {
      return List.copyOf(table.all());
    }
  }

  /** The comments that exist, by id. */
  public List<Comment> listedComments() {
    synchronized (state) {
      return List.copyOf(comments.all());
    }
  }

  /** The issue or pull request with this number. */
  public Issue get(int number) {
    return find(number).orElseThrow(() -> new UnknownItemException("Issue " + number));
  }

  /** The issue or pull request with this number, if there is one. */
  public Optional<Issue> find(int number) {
    synchronized (state) {
      return table.group(number).stream().findFirst();
    }
  }

  /** Numbers of issues that were deleted. */
  public Set<Integer> deleted() {
    synchronized (state) {
      return Set.copyOf(deleted);
    }
  }

  /**
   * Where an issue is now.
   *
   * @param repository the repository it was transferred to
   * @param number its number there
   */
  public record Transfer(Repository repository, int number) {}

  /** Where the issue with this number was transferred to. */
  public Optional<Transfer> transferredTo(int number) {
    synchronized (state) {
      return Optional.ofNullable(transferred.get(number));
    }
  }

  /** Gives it another title. */
  public void editTitle(int number, String actor, String title) {
    change(number, actor, "renamed", get(number).title(), issue -> issue.title = title);
    happened(get(number), "edited", state.user(actor));
  }

  /** Gives it another text. */
  public void editBody(int number, String actor, String body) {
    change(number, actor, "", "", issue -> issue.body = body);
    happened(get(number), "edited", state.user(actor));
  }

  /** Closes it; {@code reason} as upstream says it, or null. */
  public void close(int number, String actor, @Nullable String reason) {
    change(
        number,
        actor,
        "closed",
        reason == null ? "" : reason,
        issue -> {
          issue.open = false;
          issue.stateReason = reason;
          issue.closedAt = state.now();
          issue.closedBy = state.user(actor);
        });
    happened(get(number), "closed", state.user(actor));
  }

  /** Opens it again. */
  public void reopen(int number, String actor) {
    change(
        number,
        actor,
        "reopened",
        "",
        issue -> {
          issue.open = true;
          issue.stateReason = issue.isPull() ? null : "reopened";
          issue.closedAt = 0;
          issue.closedBy = null;
        });
    happened(get(number), "reopened", state.user(actor));
  }

  /** Gives it exactly these labels. */
  public void label(int number, String actor, String... names) {
    var labels = Stream.of(names).map(repository::label).toList();
    change(number, actor, "labeled", String.join(",", names), issue -> issue.labels = labels);
  }

  /** Gives it to exactly these people. */
  public void assign(int number, String actor, String... logins) {
    var people = Stream.of(logins).map(state::user).toList();
    change(number, actor, "assigned", String.join(",", logins), issue -> issue.assignees = people);
  }

  /** Puts it into a milestone, or out of every one. */
  public void setMilestone(int number, String actor, @Nullable Milestone milestone) {
    change(
        number,
        actor,
        milestone == null ? "demilestoned" : "milestoned",
        milestone == null ? "" : milestone.title(),
        issue -> issue.milestone = milestone);
  }

  /** Locks or unlocks its conversation. */
  public void lock(int number, String actor, boolean locked) {
    change(number, actor, locked ? "locked" : "unlocked", "", issue -> issue.locked = locked);
  }

  /** Deletes it with its conversation. Upstream then answers 410, and no listing tells. */
  public void delete(int number) {
    synchronized (state) {
      remove(number);
      deleted.add(number);
    }
  }

  /** Moves it to another repository, where it gets a new id and number. */
  public Issue transfer(int number, Repository target) {
    synchronized (state) {
      Issue old = get(number);
      Issue moved = target.issues().create(login(old.author()), old.title(), text(old.body()));
      comments
          .group(number)
          .forEach(
              said -> target.issues().comment(moved.number(), login(said.author), said.body()));
      remove(number);
      transferred.put(number, new Transfer(target, moved.number()));
      return moved;
    }
  }

  /** Adds a comment. */
  public Comment comment(int number, String author, String body) {
    synchronized (state) {
      Issue issue = get(number);
      var comment = new Comment(state.nextId(Kind.COMMENT), state.now(), number);
      comment.author = state.user(author);
      comment.body = body;
      comments.add(comment);
      table.change(issue, state.now(), () -> issue.comments++);
      happened("IssueCommentEvent", "created", comment.author, comment.id());
      return comment;
    }
  }

  /** Changes a comment. Its issue is not changed by that. */
  public void editComment(long id, String body) {
    synchronized (state) {
      Comment comment = comment(id);
      comments.change(comment, state.now(), () -> comment.body = body);
    }
  }

  /** Deletes a comment. Upstream then answers 404, and no listing tells. */
  public void deleteComment(long id) {
    synchronized (state) {
      Comment comment = comment(id);
      comments.remove(comment);
      get(comment.issue()).comments--;
    }
  }

  /** The comment with this id. */
  public Comment comment(long id) {
    synchronized (state) {
      return comments.find(id).orElseThrow(() -> new UnknownItemException("Comment " + id));
    }
  }

  /** Issues and pull requests, for listings. */
  public Table<Issue> table() {
    return table;
  }

  /** Comments, for listings; grouped by number of the issue. */
  public Table<Comment> comments() {
    return comments;
  }

  /** State changes, for listings; grouped by number of the issue. */
  public Table<StateChange> changes() {
    return changes;
  }

  void change(int number, String actor, String event, String detail, Consumer<Issue> change) {
    synchronized (state) {
      Issue issue = get(number);
      table.change(issue, state.now(), () -> change.accept(issue));
      if (!event.isEmpty()) {
        record(issue, event, state.user(actor), detail);
      }
    }
  }

  @Nullable Issue newest() {
    List<Issue> all = table.all();
    return all.isEmpty() ? null : all.get(all.size() - 1);
  }

  void record(Issue issue, String event, Account actor, String detail) {
    changes.add(
        new StateChange(
            state.nextId(Kind.STATE_CHANGE), issue.updatedAt(), issue, event, actor, detail));
  }

  void happened(String type, String action, @Nullable Account actor, long subject) {
    repository.happened(type, action, actor, String.valueOf(subject));
  }

  private void happened(Issue issue, String action, @Nullable Account actor) {
    happened(issue.isPull() ? "PullRequestEvent" : "IssuesEvent", action, actor, issue.number());
  }

  private void remove(int number) {
    Issue issue = get(number);
    List.copyOf(comments.group(number)).forEach(comments::remove);
    List.copyOf(changes.group(number)).forEach(changes::remove);
    table.remove(issue);
  }

  private static String login(@Nullable Account account) {
    return account == null ? "ghost" : account.login();
  }

  private static String text(@Nullable String body) {
    return body == null ? "" : body;
  }
}

package io.alluvium.simulators.github.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The pull requests of a repository with their reviews and review comments. What a pull request has
 * in common with an issue is changed in {@link Issues}. Thread-safe.
 */
public final class Pulls {
  private final Repository repository;
  private final GitHubState state;
  private final Table<Review> reviews = new Table<>(Review::pull);
  private final Table<ReviewComment> comments = new Table<>(ReviewComment::pull);

  Pulls(Repository repository) {
    this.repository = repository;
    this.state = repository.state;
  }

  /**
   * Opens a pull request.
   *
   * @param branches the branch it comes from, and the one it wants to go to
   */
  public Issue create(String author, String title, String body, Branches branches) {
    synchronized (state) {
      var pull = new Pull(state.nextId(Kind.PULL), branches.head(), branches.base());
      var issue = new Issue(state.nextId(Kind.ISSUE), state.now(), repository.nextNumber(), pull);
      return repository.issues().open(issue, state.user(author), title, body);
    }
  }

  /**
   * Where a pull request comes from and goes to.
   *
   * @param head the branch it comes from
   * @param base the branch it wants to go to
   */
  public record Branches(String head, String base) {}

  /** The pull requests that exist, by id of their issue. */
  public List<Issue> listed() {
    return repository.issues().listed().stream().filter(Issue::isPull).toList();
  }

  /** The reviews that exist, by id. */
  public List<Review> listedReviews() {
    synchronized (state) {
      return List.copyOf(reviews.all());
    }
  }

  /** The review comments that exist, by id. */
  public List<ReviewComment> listedComments() {
    synchronized (state) {
      return List.copyOf(comments.all());
    }
  }

  /** Pushes a commit to its branch. Where its review comments are shown moves by that. */
  public void push(int number, String actor, String sha) {
    change(number, actor, "", pull -> pull.headSha = sha);
    synchronized (state) {
      comments.group(number).forEach(comment -> comment.line++);
    }
  }

  /** Marks it as a draft, or as ready. */
  public void draft(int number, String actor, boolean draft) {
    change(
        number, actor, draft ? "convert_to_draft" : "ready_for_review", pull -> pull.draft = draft);
  }

  /** Asks people to review. */
  public void requestReview(int number, String actor, String... logins) {
    var people = List.of(logins).stream().map(state::user).toList();
    change(number, actor, "review_requested", pull -> pull.requestedReviewers = people);
  }

  /** Merges it. */
  public void merge(int number, String actor) {
    synchronized (state) {
      change(
          number,
          actor,
          "merged",
          pull -> {
            pull.mergedAt = state.now();
            pull.mergedBy = state.user(actor);
          });
      repository.issues().close(number, actor, null);
    }
  }

  /**
   * Reviews it.
   *
   * @param verdict {@code APPROVED}, {@code CHANGES_REQUESTED} or {@code COMMENTED}
   */
  public Review review(int number, String author, String verdict, String body) {
    synchronized (state) {
      Issue issue = repository.issues().get(number);
      Pull pull = pull(issue);
      var review =
          new Review(state.nextId(Kind.REVIEW), state.now(), number, pull.headSha(), verdict);
      review.author = state.user(author);
      review.body = body;
      reviews.add(review);
      change(number, author, "", any -> withoutRequest(any, review.author));
      happened("PullRequestReviewEvent", "created", review.author, review.id());
      return review;
    }
  }

  /** Changes the text of a review. Neither it nor its pull request gets a new time by that. */
  public void editReview(long id, String body) {
    synchronized (state) {
      review(id).body = body;
    }
  }

  /** Dismisses a review. */
  public void dismissReview(long id, String actor) {
    synchronized (state) {
      Review review = review(id);
      review.state = "DISMISSED";
      change(review.pull(), actor, "review_dismissed", pull -> {});
    }
  }

  /** Comments on a line. */
  public ReviewComment comment(int number, String author, String path, int line, String body) {
    synchronized (state) {
      String commit = pull(repository.issues().get(number)).headSha();
      var place = new ReviewComment.Place(commit, path, line);
      return say(new long[] {0, 0}, number, place, author, body);
    }
  }

  /** Answers a review comment. */
  public ReviewComment reply(long id, String author, String body) {
    synchronized (state) {
      ReviewComment first = reviewComment(id);
      return say(new long[] {first.review(), id}, first.pull(), first.place(), author, body);
    }
  }

  /** Changes a review comment. Its pull request is not changed by that. */
  public void editComment(long id, String body) {
    synchronized (state) {
      ReviewComment comment = reviewComment(id);
      comments.change(comment, state.now(), () -> comment.body = body);
    }
  }

  /** Deletes a review comment. Upstream then answers 404, and no listing tells. */
  public void deleteComment(long id) {
    synchronized (state) {
      ReviewComment comment = reviewComment(id);
      comments.remove(comment);
      pull(repository.issues().get(comment.pull())).reviewComments--;
    }
  }

  /** The review with this id. */
  public Review review(long id) {
    synchronized (state) {
      return reviews.find(id).orElseThrow(() -> new UnknownItemException("Review " + id));
    }
  }

  /** The review comment with this id. */
  public ReviewComment reviewComment(long id) {
    synchronized (state) {
      return comments.find(id).orElseThrow(() -> new UnknownItemException("Comment " + id));
    }
  }

  /** Reviews, for listings; grouped by number of the pull request. */
  public Table<Review> reviews() {
    return reviews;
  }

  /** Review comments, for listings; grouped by number of the pull request. */
  public Table<ReviewComment> comments() {
    return comments;
  }

  private ReviewComment say(
      long[] parents, int number, ReviewComment.Place place, String author, String body) {
    var comment =
        new ReviewComment(state.nextId(Kind.REVIEW_COMMENT), state.now(), number, place, parents);
    comment.author = state.user(author);
    comment.body = body;
    comments.add(comment);
    change(number, author, "", pull -> pull.reviewComments++);
    happened("PullRequestReviewCommentEvent", "created", comment.author, comment.id());
    return comment;
  }

  private void change(int number, String actor, String event, Consumer<Pull> change) {
    repository.issues().change(number, actor, event, "", issue -> change.accept(pull(issue)));
  }

  private void happened(String type, String action, @Nullable Account actor, long subject) {
    repository.issues().happened(type, action, actor, subject);
  }

  private static void withoutRequest(Pull pull, @Nullable Account reviewer) {
    var left = new ArrayList<>(pull.requestedReviewers);
    left.remove(reviewer);
    pull.requestedReviewers = List.copyOf(left);
  }

  private static Pull pull(Issue issue) {
    return Objects.requireNonNull(issue.pull(), () -> issue.number() + " is not a pull request");
  }
}

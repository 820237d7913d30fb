package io.alluvium.schemas;

import static io.alluvium.schemas.IdentityAttribute.ordered;
import static io.alluvium.schemas.IdentityAttribute.single;
import static io.alluvium.schemas.IdentityAttribute.unordered;
import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a thing can be, and which of its attributes make two reports of it the same. This is the
 * table of docs/content-hash.md, which gives each attribute's exact form and says why it is in.
 *
 * <p>Frozen by golden values: a change here needs a new {@link ContentHash#VERSION}. A new kind is
 * free to add.
 */
public enum Kind {
  /** A git commit. Its SHA, in the entity key, vouches for everything else. */
  COMMIT("commit"),
  /** A branch: a name that moves from commit to commit. */
  BRANCH("branch", single("sha")),
  /** A tag: a name for a commit, which may carry a message. */
  TAG("tag", single("sha")),
  /** A file. {@code size} stands in for {@code sha256} where the content was too large to read. */
  FILE("file", single("sha256"), single("size")),
  /** An issue. */
  ISSUE(
      "issue",
      unordered("assignees"),
      unordered("labels"),
      single("locked"),
      single("milestone"),
      single("state"),
      single("state_reason")),
  /** A pull request: an issue, and what it wants to merge where. */
  PULL_REQUEST(
      "pull_request",
      unordered("assignees"),
      single("base_ref"),
      single("draft"),
      single("head_sha"),
      unordered("labels"),
      single("locked"),
      single("merged"),
      single("milestone"),
      unordered("requested_reviewers"),
      single("state")),
  /** A comment, on a thing as a whole or on a line of a diff. */
  COMMENT(
      "comment",
      single("in_reply_to"),
      single("original_commit"),
      single("original_line"),
      single("path")),
  /** A review of a pull request. */
  REVIEW("review", single("commit"), single("state")),
  /** A release. */
  RELEASE(
      "release",
      unordered("assets"),
      single("draft"),
      single("prerelease"),
      single("tag"),
      single("target")),
  /** A run of a workflow. */
  RUN("run", single("attempt"), single("conclusion"), single("head_sha"), single("status")),
  /** A job of a run. */
  JOB("job", single("attempt"), single("conclusion"), single("head_sha"), single("status")),
  /** A chat message. */
  MESSAGE("message", ordered("files"), unordered("reactions"), single("subtype")),
  /** A row of a table. */
  ROW("row", single("row"));

  private static final Map<String, Kind> BY_ID =
      Stream.of(values()).collect(toUnmodifiableMap(Kind::id, kind -> kind));

  private final String id;

  @SuppressWarnings(
      "ImmutableEnumChecker") // Stream.toList() is unmodifiable, its type cannot say so.
  private final List<IdentityAttribute> identity;

  Kind(String id, IdentityAttribute... identity) {
    this.id = id;
    this.identity = Stream.of(identity).sorted(comparing(IdentityAttribute::name)).toList();
  }

  /** The kind as it stands in {@code kind} of an event, or empty for a word we do not know. */
  public static Optional<Kind> of(String id) {
    return Optional.ofNullable(BY_ID.get(id));
  }

  /** The word in {@code kind} of an event. */
  public String id() {
    return id;
  }

  /** Attributes that are hashed, sorted by name. */
  public List<IdentityAttribute> identity() {
    return identity;
  }

  /** Whether the entity key alone says what the content is. */
  boolean isNamedByContent() {
    return this == COMMIT;
  }

  @Override
  public String toString() {
    return id;
  }
}

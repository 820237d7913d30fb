package io.alluvium.topology.links;

/** How the end that states an edge relates to the other one; each end has its own word for it. */
enum Relation {
  /** A text names the other. */
  MENTIONS("mentions", "mentioned_by"),
  /** A pull request or commit says that it settles the other. */
  CLOSES("closes", "closed_by"),
  /** A message, comment, review, job or row and what it belongs to. */
  PART_OF("part_of", "contains"),
  /** A comment and the one it answers. */
  ANSWERS("answers", "answered_by"),
  /** A pull request and its newest commit. */
  HEAD("has_head", "head_of"),
  /** A pull request and the commit that merged it. */
  MERGED_AS("merged_as", "merges"),
  /** A run or job and the commit it ran on. */
  CHECKS("checks", "checked_by"),
  /** A review or comment on a line, and the commit it was written on. */
  REVIEWS("reviews", "reviewed_by"),
  /** A branch or tag and its commit. */
  POINTS_TO("points_to", "pointed_to_by"),
  /** A commit and a file it changed. */
  CHANGES("changes", "changed_by"),
  /** An entity and the name that others know it by. */
  NAMED("named", "names");

  private final String outgoing;
  private final String incoming;

  Relation(String outgoing, String incoming) {
    this.outgoing = outgoing;
    this.incoming = incoming;
  }

  /** Word at the end that states the edge. */
  String outgoing() {
    return outgoing;
  }

  /** Word at the other end. */
  String incoming() {
    return incoming;
  }

  /** The relation of a word at the end that states it, as the store keeps it. */
  static Relation of(String outgoing) {
    for (var relation : values()) {
      if (relation.outgoing.equals(outgoing)) {
        return relation;
      }
    }
    throw new IllegalArgumentException("No relation is called '" + outgoing + "'");
  }
}

package io.alluvium.topology.links;

import io.alluvium.schemas.Event;

/** What upstream states by itself, in attributes. */
final class AttributeLinks {
  private final Event event;
  private final Home home;
  private final Edges edges;

  AttributeLinks(Event event, Home home, Edges edges) {
    this.event = event;
    this.home = home;
    this.edges = edges;
  }

  void add() {
    switch (event.getKind()) {
      case "pull_request" -> pullRequest();
      case "run", "job" -> commit(Relation.CHECKS, "head_sha");
      case "review" -> commit(Relation.REVIEWS, "commit");
      case "comment" -> comment();
      case "branch", "tag" -> commit(Relation.POINTS_TO, "sha");
      default -> {}
    }
  }

  private void pullRequest() {
    commit(Relation.HEAD, "head_sha");
    // Until it is merged this is a trial that GitHub makes anew with every push.
    if (event.getAttributes().containsKey("merged")) {
      commit(Relation.MERGED_AS, "merge_commit_sha");
    }
    var branch = event.getAttributes().get("head_ref");
    if (branch != null) {
      TrackerKey.leading(branch)
          .forEach(key ->
              edges.addWritten(
                  Relation.MENTIONS,
                  Names.trackerKey(key),
                  LinkRules.evidence("head_ref", branch)));
    }
  }

  private void comment() {
    commit(Relation.REVIEWS, "original_commit");
    var answered = event.getAttributes().get("in_reply_to");
    var repository = home.repository();
    if (answered != null && repository != null && Numbers.isNumber(answered)) {
      edges.add(
          Relation.ANSWERS,
          repository.thing("review_comment", answered),
          LinkRules.evidence("in_reply_to", answered));
    }
  }

  private void commit(Relation relation, String attribute) {
    var sha = event.getAttributes().get(attribute);
    if (sha != null && Numbers.isSha(sha)) {
      edges.add(relation, Names.commit(sha), LinkRules.evidence(attribute, sha));
    }
  }
}

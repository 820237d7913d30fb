package io.alluvium.connectors.github;

import io.alluvium.connectors.git.GitTag;
import io.alluvium.schemas.Actor;
import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.RawEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Makes events of branches and tags. */
final class RefEvents {
  private static final String BRANCHES = "refs/heads/";
  private static final String TAGS = "refs/tags/";

  /**
   * Where a ref came from.
   *
   * @param before SHA it had when it was published last; empty if it was not
   * @param forced whether that is no part of its history now
   */
  record Move(Optional<String> before, boolean forced) {
    String verb() {
      return forced ? "forced" : before.isPresent() ? "pushed" : "created";
    }
  }

  private final RepositoryScope repository;

  RefEvents(RepositoryScope repository) {
    this.repository = repository;
  }

  static boolean isTag(String ref) {
    return ref.startsWith(TAGS);
  }

  /** A ref that leads to a commit. */
  RawEvent.Builder exists(String ref, String sha, Move move, Instant when) {
    Map<String, String> attributes = new HashMap<>();
    attributes.put("sha", sha);
    move.before().ifPresent(before -> attributes.put("before", before));
    if (move.forced()) {
      attributes.put("forced", "true");
    }
    return about(ref).setVerb(move.verb()).setOccurredAt(when).setAttributes(attributes);
  }

  /** Adds what an annotated tag says, and who says it. */
  static void annotate(RawEvent.Builder event, GitTag tag) {
    var message = tag.message().stripTrailing();
    if (!message.isEmpty()) {
      event.setText(message);
    }
    var tagger = tag.tagger();
    var id = tagger.mail().isEmpty() ? tagger.name() : tagger.mail();
    if (!id.isEmpty()) {
      event.setActor(Actor.newBuilder().setId(id).setName(tagger.name()).build());
    }
  }

  /** A ref that is gone. */
  RawEvent.Builder gone(String ref, String before) {
    return about(ref)
        .setVerb("deleted")
        .setDeletion("inferred")
        .setOccurredAt(Instant.now())
        .setAttributes(Map.of("before", before));
  }

  private RawEvent.Builder about(String ref) {
    var kind = isTag(ref) ? "tag" : "branch";
    var name = ref.substring((isTag(ref) ? TAGS : BRANCHES).length());
    var key = EntityKey.githubRef(repository.host(), kind, repository.id(), name);
    return RawEvent.newBuilder().setKind(kind).setEntityKey(key.value()).setTitle(name);
  }
}

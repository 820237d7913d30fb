package io.alluvium.connectors.git;

import io.alluvium.schemas.Actor;
import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.RawEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes events of commits. */
final class CommitEvents {
  private static final String KIND = "commit";

  private CommitEvents() {}

  /**
   * A commit.
   *
   * @param refs names of the refs that point to it
   */
  static RawEvent.Builder exists(GitCommit commit, List<String> refs) {
    var event = about(commit.sha());
    event.setVerb("created");
    // The committer's time: when the commit came to be. A rebase makes new commits of old changes.
    event.setOccurredAt(commit.committer().when());
    event.setTitle(commit.subject());
    event.setText(commit.text());
    event.setAttributes(attributes(commit));
    author(commit.author()).ifPresent(event::setActor);
    Map<String, List<String>> lists = new HashMap<>();
    lists.put("parents", commit.parents());
    if (!refs.isEmpty()) {
      lists.put("refs", refs);
    }
    event.setListAttributes(lists);
    return event;
  }

  private static Optional<Actor> author(GitPerson author) {
    if (author.mail().isEmpty() && author.name().isEmpty()) {
      return Optional.empty();
    }
    var actor = Actor.newBuilder().setId(author.mail().isEmpty() ? author.name() : author.mail());
    return Optional.of(
        author.name().isEmpty() ? actor.build() : actor.setName(author.name()).build());
  }

  /** A commit that no ref leads to any more. */
  static RawEvent.Builder dropped(String sha) {
    var event = about(sha);
    event.setVerb("dropped");
    event.setDeletion("inferred");
    event.setOccurredAt(Instant.now());
    return event;
  }

  private static RawEvent.Builder about(String sha) {
    return RawEvent.newBuilder().setKind(KIND).setEntityKey(EntityKey.commit(sha).value());
  }

  private static Map<String, String> attributes(GitCommit commit) {
    Map<String, String> attributes = new HashMap<>();
    attributes.put("sha", commit.sha());
    attributes.put("authored_at", commit.author().when().toString());
    attributes.put("committer", commit.committer().name());
    attributes.put("committer_mail", commit.committer().mail());
    attributes.put("paths", Integer.toString(commit.pathCount()));
    commit.damage().ifPresent(damage -> attributes.put("damage", damage));
    return attributes;
  }
}

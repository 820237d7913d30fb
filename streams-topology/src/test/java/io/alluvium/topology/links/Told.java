package io.alluvium.topology.links;

import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.VersionOrder;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificData;

/** A published event in the words of a test; each call makes a changed copy. */
record Told(Event event) {
  static final String SHA = "5f1c0d3a9be24c7788aa0123456789abcdef0123";
  static final String OTHER_SHA = "d670460b4b4aece5915caf5c68d12f560a9fe3e4";
  private static final String PAGE = "https://github.com/octocat/Hello-World/";

  static Told issue(String text) {
    return of("issue", EntityKey.githubIssue("github.com", 1296269, 1347))
        .at(PAGE + "issues/1347")
        .saying(text);
  }

  static Told pullRequest(String text) {
    return of("pull_request", EntityKey.githubIssue("github.com", 1296269, 1348))
        .at(PAGE + "pull/1348")
        .saying(text);
  }

  static Told comment(String text) {
    return of("comment", EntityKey.github("github.com", "comment", 1296269, 1))
        .at(PAGE + "issues/1347#issuecomment-1")
        .saying(text);
  }

  static Told message(String text) {
    return of("message", EntityKey.slack("T02AB12CD", "C024BE91L", "1795161552.000100"))
        .at("https://example.slack.com/archives/C024BE91L/p1795161552000100")
        .with(event -> {
          event.setConnectorType("slack");
          event.setScope("C024BE91L");
        })
        .saying(text);
  }

  /** A commit as GitHub's mirror tells it. */
  static Told commit(String text) {
    return of("commit", EntityKey.commit(SHA)).at(PAGE + "commit/" + SHA).saying(text);
  }

  /** A commit as a clone tells it: its scope is a directory. */
  static Told localCommit(String text) {
    return of("commit", EntityKey.commit(SHA))
        .with(event -> {
          event.setConnectorType("files");
          event.setScope("/home/ada/12");
        })
        .saying(text);
  }

  static Told file(String path, String text) {
    return of("file", EntityKey.file("root", path))
        .with(event -> {
          event.setConnectorType("files");
          event.setScope("/home/ada");
          event.setTitle(path);
        })
        .saying(text);
  }

  static Told of(String kind, EntityKey key) {
    var event = new Event();
    event.setKind(kind);
    event.setEntityKey(key.value());
    event.setContentHash("0".repeat(64));
    event.setType(kind + ".created");
    event.setVersionOrder(new VersionOrder(0L, 0L, 0L));
    event.setOccurredAt(Instant.EPOCH);
    event.setObservedAt(Instant.EPOCH);
    event.setIngestedAt(Instant.EPOCH);
    event.setSource("hub");
    event.setConnectorType("github");
    event.setScope("github.com/1296269");
    event.setAttributes(Map.of());
    event.setListAttributes(Map.of());
    event.setVisibility("public");
    return new Told(event);
  }

  Told at(String url) {
    return with(event -> event.setUrl(url));
  }

  Told saying(String text) {
    return with(event -> event.setText(text));
  }

  Told titled(String title) {
    return with(event -> event.setTitle(title));
  }

  Told in(String threadKey) {
    return with(event -> event.setThreadKey(threadKey));
  }

  Told having(String attribute, String value) {
    return with(event -> {
      var attributes = new HashMap<>(event.getAttributes());
      attributes.put(attribute, value);
      event.setAttributes(attributes);
    });
  }

  /** Its edges, each as {@code relation other-key}, without that of its own name. */
  List<String> edges() {
    return LinkRules.of(event).stream()
        .filter(edge -> edge.relation() != Relation.NAMED)
        .map(edge -> edge.relation().outgoing() + " " + edge.otherKey())
        .toList();
  }

  List<String> evidence() {
    return LinkRules.of(event).stream()
        .filter(edge -> edge.relation() != Relation.NAMED)
        .map(Edge::evidence)
        .toList();
  }

  Told with(Consumer<Event> change) {
    var copy = SpecificData.get().deepCopy(Event.getClassSchema(), event);
    change.accept(copy);
    return new Told(copy);
  }
}

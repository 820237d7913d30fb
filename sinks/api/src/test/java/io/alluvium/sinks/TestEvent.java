package io.alluvium.sinks;

import io.alluvium.schemas.Actor;
import io.alluvium.schemas.Enrichment;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.VersionOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/** Builds events for tests of tiers, as ingest would publish them. */
public final class TestEvent {
  private final Event.Builder event;

  private TestEvent(String entityKey, long revision) {
    this.event =
        Event.newBuilder()
            .setHashVersion(1)
            .setRevision(revision)
            .setCurrent(true)
            .setKind("file")
            .setType("file.created")
            .setDeleted(false)
            .setEntityKey(entityKey)
            .setVersionOrder(new VersionOrder(0L, 0L, revision))
            .setOccurredAt(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(revision))
            .setObservedAt(Instant.parse("2026-01-01T00:00:01Z").plusSeconds(revision))
            .setIngestedAt(Instant.parse("2026-01-01T00:00:02Z").plusSeconds(revision))
            .setSource("laptop")
            .setConnectorType("files")
            .setScope("docs")
            .setActor(new Actor("ada@example.com", "Ada"))
            .setContentHash("");
  }

  /** A version of an entity with this text; equal texts of one entity have equal content hashes. */
  public static TestEvent version(String entityKey, long revision, String text) {
    var event = new TestEvent(entityKey, revision);
    event.event.setTitle("title of " + entityKey).setText(text);
    event.event.setContentHash(hash(entityKey + '\0' + text));
    return event;
  }

  /** A tombstone of an entity. */
  public static TestEvent tombstone(String entityKey, long revision) {
    var event = new TestEvent(entityKey, revision);
    event.event.setDeleted(true).setType("file.deleted").setContentHash(hash(entityKey));
    return event;
  }

  /** Already older than the current version when it arrived. */
  public TestEvent late() {
    event.setCurrent(false);
    return this;
  }

  public TestEvent title(String title) {
    event.setTitle(title);
    return this;
  }

  public TestEvent kind(String kind) {
    event.setKind(kind).setType(kind + ".created");
    return this;
  }

  public TestEvent from(String source, String scope) {
    event.setSource(source).setScope(scope);
    return this;
  }

  public TestEvent occurred(Instant at) {
    event.setOccurredAt(at);
    return this;
  }

  /** The event itself. */
  public Event event() {
    return Event.newBuilder(event).build();
  }

  /** As on topic {@code events}. */
  public TierRecord.Version bare() {
    return new TierRecord.Version(event(), null);
  }

  /** As on topic {@code enriched}: the language tells the enrichment's version in tests. */
  public TierRecord.Version enriched(int enrichmentVersion) {
    var enrichment =
        Enrichment.newBuilder()
            .setEnrichmentVersion(enrichmentVersion)
            .setEnrichedAt(Instant.parse("2026-01-02T00:00:00Z"))
            .setLanguage("v" + enrichmentVersion)
            .build();
    return new TierRecord.Version(event(), enrichment);
  }

  private static String hash(String content) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(content.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every JDK has SHA-256", impossible);
    }
  }
}

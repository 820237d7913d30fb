package io.alluvium.app.it;

import io.alluvium.schemas.ContentHash;
import io.alluvium.schemas.EnrichedEvent;
import io.alluvium.schemas.Enrichment;
import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.VersionOrder;
import java.time.Instant;

/** Versions of files as ingest and enrichment would publish them, for tests of tiers. */
public final class FileVersions {
  private FileVersions() {}

  /** A current version, titled with its path. */
  public static Event event(String path, long revision, String text, Instant ingestedAt) {
    var event =
        Event.newBuilder()
            .setContentHash("")
            .setHashVersion(ContentHash.VERSION)
            .setRevision(revision)
            .setCurrent(true)
            .setType("file.updated")
            .setKind("file")
            .setDeleted(false)
            .setEntityKey(EntityKey.file("root", path).value())
            .setVersionOrder(new VersionOrder(0L, 0L, revision))
            .setOccurredAt(Instant.EPOCH)
            .setObservedAt(Instant.EPOCH)
            .setIngestedAt(ingestedAt)
            .setSource("laptop")
            .setConnectorType("files")
            .setScope("/work")
            .setTitle(path)
            .setText(text)
            .build();
    event.setContentHash(ContentHash.of(event).hex());
    return event;
  }

  /** The same with its language, and nothing else. */
  static EnrichedEvent enriched(Event event) {
    var enrichment =
        Enrichment.newBuilder()
            .setEnrichmentVersion(1)
            .setEnrichedAt(Instant.EPOCH)
            .setLanguage("eng")
            .build();
    return new EnrichedEvent(event, enrichment);
  }

  /** The partition that its entity is in. */
  static int partition(Event event) {
    return new EntityKey(event.getEntityKey()).partition(TopologyBed.PARTITIONS);
  }

  /** The partition that a file is in. */
  static int partition(String path) {
    return EntityKey.file("root", path).partition(TopologyBed.PARTITIONS);
  }
}

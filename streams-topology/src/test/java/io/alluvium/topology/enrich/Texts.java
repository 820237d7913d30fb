package io.alluvium.topology.enrich;

import io.alluvium.schemas.Actor;
import io.alluvium.schemas.Enrichment;
import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.VersionOrder;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;

/** Events with texts, and what an enrichment derives from them. */
public final class Texts {
  private Texts() {}

  public static Event event(String kind, String title, String text) {
    return Event.newBuilder()
        .setContentHash("0".repeat(64))
        .setHashVersion(1)
        .setRevision(0)
        .setCurrent(true)
        .setType(kind + ".created")
        .setKind(kind)
        .setDeleted(false)
        .setEntityKey(EntityKey.file("root", "a").value())
        .setVersionOrder(new VersionOrder(0L, 0L, 1L))
        .setOccurredAt(Instant.EPOCH)
        .setObservedAt(Instant.EPOCH)
        .setIngestedAt(Instant.EPOCH)
        .setSource("laptop")
        .setConnectorType("files")
        .setScope("/work")
        .setTitle(title)
        .setText(text)
        .build();
  }

  static Event message(String text) {
    return event("message", null, text);
  }

  static Event by(String name, Event event) {
    event.setActor(new Actor("id", name));
    return event;
  }

  static Enrichment derive(EventEnrichment enrichment, Event event) {
    var into =
        Enrichment.newBuilder()
            .setEnrichmentVersion(Enrichments.VERSION)
            .setEnrichedAt(Instant.EPOCH)
            .build();
    into.setModels(new HashMap<>());
    into.setFailures(new HashMap<>());
    into.setKeyPhrases(List.of());
    into.setEntities(List.of());
    into.setPassages(List.of());
    enrichment.prepare();
    enrichment.derive(event).accept(into);
    return into;
  }
}

package io.alluvium.topology;

import io.alluvium.schemas.ContentHash;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.RawEvent;
import io.alluvium.schemas.Sighting;
import io.alluvium.schemas.VersionOrder;
import java.time.Instant;

/**
 * One source's report of one version of an entity, ready to be compared with what is known.
 *
 * @param raw what the source said
 * @param contentHash identity of the version it reports
 * @param ingestedAt timestamp of the raw record
 */
record Report(RawEvent raw, String contentHash, Instant ingestedAt) {
  private static final String INFERRED = "inferred";

  String source() {
    return raw.getSource();
  }

  String entityKey() {
    return raw.getEntityKey();
  }

  Reporter reporter() {
    return Reporter.of(raw);
  }

  /** True if the source says that the entity is gone, whether upstream stated it or not. */
  boolean deletes() {
    return raw.getDeletion().isPresent();
  }

  /** True if the source concluded from a listing proven complete that the entity is gone. */
  boolean infers() {
    return raw.getDeletion().map(INFERRED::equals).orElse(false);
  }

  /** When the source had the answer: tells its later words from its earlier ones. */
  long observation() {
    return raw.getVersionOrder().getObservation();
  }

  /**
   * The order that counts against {@code current}: a deletion for which upstream states no order
   * takes epoch and upstream order of the current version, so that only observation decides.
   */
  VersionOrder orderAgainst(VersionOrder current) {
    var own = raw.getVersionOrder();
    return deletes() && own.getUpstream() == 0
        ? new VersionOrder(current.getEpoch(), current.getUpstream(), own.getObservation())
        : own;
  }

  /** This version as it is published. */
  Event event(VersionOrder order, long revision, boolean current, String verb) {
    var event = new Event();
    event.setContentHash(contentHash);
    event.setHashVersion(ContentHash.VERSION);
    event.setRevision(revision);
    event.setCurrent(current);
    event.setType(raw.getKind() + "." + verb);
    event.setKind(raw.getKind());
    event.setDeleted(deletes());
    event.setEntityKey(raw.getEntityKey());
    event.setVersionOrder(order);
    event.setOccurredAt(raw.getOccurredAt());
    event.setObservedAt(raw.getObservedAt());
    event.setIngestedAt(ingestedAt);
    event.setSource(raw.getSource());
    event.setConnectorType(raw.getConnectorType());
    event.setScope(raw.getScope());
    event.setVerb(raw.getVerb().orElse(null));
    event.setVisibility(raw.getVisibility());
    return withContent(event);
  }

  private Event withContent(Event event) {
    event.setActor(raw.getActor().orElse(null));
    event.setTitle(raw.getTitle().orElse(null));
    event.setText(raw.getText().orElse(null));
    event.setTruncated(raw.getTruncated());
    event.setUrl(raw.getUrl().orElse(null));
    event.setThreadKey(raw.getThreadKey().orElse(null));
    event.setAttributes(raw.getAttributes());
    event.setListAttributes(raw.getListAttributes());
    event.setPayload(raw.getPayload().orElse(null));
    return event;
  }

  /** This source's sighting of a version: the one it reports, or the one it no longer lists. */
  Sighting sighting(String ofVersion, boolean live) {
    var sighting = new Sighting();
    sighting.setEntityKey(raw.getEntityKey());
    sighting.setContentHash(ofVersion);
    sighting.setSource(raw.getSource());
    sighting.setConnectorType(raw.getConnectorType());
    sighting.setScope(raw.getScope());
    sighting.setUrl(raw.getUrl().orElse(null));
    sighting.setVisibility(raw.getVisibility());
    sighting.setLive(live);
    sighting.setSeenAt(raw.getObservedAt());
    return sighting;
  }
}

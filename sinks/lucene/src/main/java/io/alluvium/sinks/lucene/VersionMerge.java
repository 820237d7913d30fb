package io.alluvium.sinks.lucene;

import io.alluvium.sinks.TierRecord;
import java.io.IOException;

/**
 * The rules of {@link io.alluvium.sinks.Shard} for versions, as a join: any order, any number of
 * times, the same outcome.
 */
final class VersionMerge {
  private final Versions versions;
  private final PendingWrites writes;

  VersionMerge(Versions versions, PendingWrites writes) {
    this.versions = versions;
    this.writes = writes;
  }

  /** Takes a version into account. */
  void take(TierRecord.Version record) throws IOException {
    var event = record.event();
    var hash = event.getContentHash();
    var stored = versions.stored(hash);
    var was = versions.current(event.getEntityKey());
    long stamped = event.getCurrent() ? event.getRevision() : EventDocument.NEVER;
    if (stamped > was.revision()) {
      if (!was.contentHash().equals(hash)) {
        writes.supersede(was.contentHash());
      }
      versions.note(event.getEntityKey(), new Versions.Current(stamped, hash));
    }
    long contentCurrent = stored == null ? stamped : Math.max(stamped, stored.currentRevision());
    boolean current =
        contentCurrent > EventDocument.NEVER && contentCurrent >= Math.max(stamped, was.revision());
    if (stored == null || wins(record, stored)) {
      writes.put(new PendingWrites.Write(record, contentCurrent, current), stored != null);
      versions.note(
          hash,
          new Versions.Stored(event.getRevision(), contentCurrent, record.enrichmentVersion()));
    } else if (contentCurrent > stored.currentRevision()) {
      // The document stays, a later revision of its content: only its currency grows.
      writes.restamp(hash, contentCurrent, current);
      versions.note(
          hash, new Versions.Stored(stored.revision(), contentCurrent, stored.enrichmentVersion()));
    }
  }

  /** Whether exactly this version is there. */
  boolean holds(TierRecord.Version record) throws IOException {
    var stored = versions.stored(record.event().getContentHash());
    return stored != null && stored.revision() == record.event().getRevision();
  }

  private static boolean wins(TierRecord.Version record, Versions.Stored stored) {
    long revision = record.event().getRevision();
    return revision > stored.revision()
        || (revision == stored.revision()
            && record.enrichmentVersion() > stored.enrichmentVersion());
  }
}

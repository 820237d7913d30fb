package io.alluvium.sinks.ageing;

import io.alluvium.schemas.ContentHash;
import io.alluvium.sinks.TierRecord;
import io.alluvium.sinks.VersionId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Compares content where the proof compares names: what the archive has of an event must hash to
 * the event's content hash, and every tier that shows the event must show what the archive's
 * content makes it show.
 */
final class ContentCheck {
  private final TierChain tiers;
  private final ArchivedSlice archive;

  ContentCheck(TierChain tiers, ArchivedSlice archive) {
    this.tiers = tiers;
    this.archive = archive;
  }

  /** What is wrong with these versions, in words, each with its id first. */
  List<String> differences(SliceId slice, Collection<VersionId> ids) {
    var whole = archive.find(slice.shard(), slice.day(), ids);
    var wrong = new ArrayList<String>();
    for (var id : ids) {
      var found = whole.get(id);
      if (found == null) {
        wrong.add(id + " cannot be read from " + tiers.archive().name());
      } else {
        rehash(id, found, wrong);
      }
    }
    for (var tier : tiers.dropping()) {
      tier.differences(slice.shard(), whole.values()).stream()
          .map(difference -> difference + " (" + tier.name() + ")")
          .forEach(wrong::add);
    }
    return wrong;
  }

  private void rehash(VersionId id, TierRecord.Version found, List<String> wrong) {
    var hash = ContentHash.of(found.event()).hex();
    if (!hash.equals(id.contentHash())) {
      wrong.add(id + " has content that hashes to " + hash + " (" + tiers.archive().name() + ")");
    }
  }
}

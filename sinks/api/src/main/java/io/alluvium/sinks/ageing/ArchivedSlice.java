package io.alluvium.sinks.ageing;

import io.alluvium.sinks.TierRecord;
import io.alluvium.sinks.VersionId;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;

/** Whole events of the archive, read from its committed files and from nowhere else. */
public interface ArchivedSlice {
  /**
   * Some versions of a slice with the newest enrichment of each; those that are not there are left
   * out.
   *
   * @throws io.alluvium.sinks.TierException if the files cannot be read
   */
  Map<VersionId, TierRecord.Version> find(int shard, LocalDate day, Collection<VersionId> ids);
}

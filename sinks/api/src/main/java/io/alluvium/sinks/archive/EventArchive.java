package io.alluvium.sinks.archive;

import io.alluvium.schemas.Event;
import io.alluvium.sinks.TierException;
import io.alluvium.sinks.TierRecord;
import io.alluvium.sinks.TierTopic;
import io.alluvium.sinks.VersionId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Whole events, for ever: opened by id or by entity, or read through by time. What is asked comes
 * from the last commit and from what was applied since. Thread-safe.
 *
 * <p>Every method throws {@link TierException} if storage does not answer.
 */
public interface EventArchive {
  /**
   * The events with these ids, payload included, each with its newest enrichment if it has one; an
   * event that is not kept is missing in the answer.
   */
  Map<VersionId, TierRecord.Version> find(Collection<VersionId> ids);

  /** Every revision of an entity, the oldest first, each with its newest enrichment. */
  List<TierRecord.Version> versions(String entityKey);

  /** Gives every event of a scan to {@code each}, once, in no order. */
  void scan(ArchiveScan scan, Consumer<Event> each);

  /**
   * What is known about an entity or conversation: the newest of each key.
   *
   * @param topic a topic of states
   */
  List<TierRecord.Fact> facts(TierTopic topic, String about);
}

package io.alluvium.app.tiers;

import io.alluvium.sinks.TierException;
import io.alluvium.sinks.ageing.DayEnds;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds moments in topic {@code events} by the time of its records. What belongs to a transaction
 * that has not ended counts too: no tier can have read past it.
 */
final class EventLogEnds implements DayEnds {
  private static final int PATIENCE_SECONDS = 30;

  private final Admin admin;
  private final String events;

  EventLogEnds(Admin admin, String events) {
    this.admin = admin;
    this.events = events;
  }

  @Override
  public long offset(int partition, Instant moment) {
    long found = ask(partition, OffsetSpec.forTimestamp(moment.toEpochMilli()));
    return found >= 0 ? found : ask(partition, OffsetSpec.latest());
  }

  private long ask(int partition, OffsetSpec what) {
    var part = new TopicPartition(events, partition);
    try {
      return admin
          .listOffsets(Map.of(part, what))
          .partitionResult(part)
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .offset();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new TierException("Interrupted while asking for offsets of " + part, interrupted);
    } catch (ExecutionException | TimeoutException failure) {
      throw new TierException("The broker does not say where " + part + " ends", failure);
    }
  }
}

package io.alluvium.app.tiers;

import io.alluvium.schemas.Topics;
import io.alluvium.sinks.TierException;
import io.alluvium.sinks.TierOffsets;
import io.alluvium.sinks.TierTopic;
import java.util.HashMap;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Where the log of a tier begins. */
final class LogStarts {
  private static final int PATIENCE_SECONDS = 30;

  private final Admin admin;
  private final Topics topics;

  LogStarts(Admin admin, Topics topics) {
    this.admin = admin;
    this.topics = topics;
  }

  /** The first offset of a partition of each topic. */
  TierOffsets of(Set<TierTopic> read, int partition) {
    var asked =
        read.stream()
            .map(topic -> new TopicPartition(topic.in(topics), partition))
            .collect(Collectors.toMap(part -> part, part -> OffsetSpec.earliest()));
    try {
      var starts = new HashMap<TopicPartition, Long>();
      admin
          .listOffsets(asked)
          .all()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .forEach((part, start) -> starts.put(part, start.offset()));
      return new TierOffsets(starts);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new TierException("Interrupted while asking where the log begins", interrupted);
    } catch (ExecutionException | TimeoutException failure) {
      throw new TierException("The broker does not say where the log begins", failure);
    }
  }

  /** Whether the log still has every version that there ever was. */
  boolean isWhole(int partitions) {
    for (int partition = 0; partition < partitions; partition++) {
      var starts = of(Set.of(TierTopic.EVENTS, TierTopic.ENRICHED), partition);
      if (starts.next().values().stream().anyMatch(start -> start > 0)) {
        return false;
      }
    }
    return true;
  }
}

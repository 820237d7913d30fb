package io.alluvium.app.node;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Where topics end for a reader of committed records, asked from the broker. What a consumer
 * believes about that may be seconds old.
 */
final class LogEnds {
  private static final int PATIENCE_MS = 5_000;

  private final Admin admin;

  LogEnds(Admin admin) {
    this.admin = admin;
  }

  /** The offset after the last readable record of each partition. */
  Map<TopicPartition, Long> of(Collection<String> topics)
      throws ExecutionException, InterruptedException {
    var describing = new DescribeTopicsOptions().timeoutMs(PATIENCE_MS);
    var partitions =
        admin
            .describeTopics(List.copyOf(topics), describing)
            .allTopicNames()
            .get()
            .values()
            .stream()
            .flatMap(topic ->
                topic.partitions().stream()
                    .map(info -> new TopicPartition(topic.name(), info.partition())))
            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
    var listing = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs(PATIENCE_MS);
    return admin.listOffsets(partitions, listing).all().get().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
  }
}

package io.alluvium.topology;

import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/** Kafka's own clients, with a main consumer that notices what was trimmed unread. */
final class WatchfulClients extends DefaultKafkaClientSupplier {
  private final TrimListener trims;
  private final Predicate<Thread> failed;

  /**
   * @param failed true for a thread whose consumer must leave its group on closing
   */
  WatchfulClients(TrimListener trims, Predicate<Thread> failed) {
    this.trims = trims;
    this.failed = failed;
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return new WatchfulConsumer(config, trims, failed);
  }
}

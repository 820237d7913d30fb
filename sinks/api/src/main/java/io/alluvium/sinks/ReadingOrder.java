package io.alluvium.sinks;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Far behind on {@code enriched}, bare records wait: once the enriched one is applied, the bare one
 * of the same version costs nothing. Every so often they get a round all the same, so that no
 * re-enrichment keeps new content from being found.
 */
final class ReadingOrder {
  private static final long FAR_BEHIND = 1_000;
  private static final int BARE_ROUNDS = 20;

  /** Longer than a fetch waits: what a partition's lag was before a pause is known to be old. */
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Consumer<?, ?> consumer;
  private final RecordDecoder decoder;
  private long rounds;
  private long pausedAt = System.nanoTime() - FRESH_NANOS;

  ReadingOrder(Consumer<?, ?> consumer, RecordDecoder decoder) {
    this.consumer = consumer;
    this.decoder = decoder;
  }

  /** Says what the next round reads. */
  void next() {
    var bare = parts(decoder.bareTopic());
    rounds++;
    if (lag(parts(decoder.enrichedTopic())) > FAR_BEHIND && rounds % BARE_ROUNDS != 0) {
      consumer.pause(bare);
      pausedAt = System.nanoTime();
    } else {
      consumer.resume(bare);
    }
  }

  /** Readable records of one partition not read yet; -1 while unknown. */
  long lag(TopicPartition part) {
    boolean old = System.nanoTime() - pausedAt < FRESH_NANOS;
    return old && part.topic().equals(decoder.bareTopic())
        ? -1
        : consumer.currentLag(part).orElse(-1);
  }

  /** Readable records not read yet, as far as known. */
  long lag() {
    return lag(consumer.assignment());
  }

  private List<TopicPartition> parts(String topic) {
    return consumer.assignment().stream().filter(part -> part.topic().equals(topic)).toList();
  }

  private long lag(Collection<TopicPartition> parts) {
    return parts.stream().mapToLong(part -> consumer.currentLag(part).orElse(0)).sum();
  }
}

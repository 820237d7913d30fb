package io.alluvium.app.letters;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/** How far ingest has read. */
final class IngestProgress {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long PAUSE_MS = 50;

  private final Admin admin;
  private final String group;

  IngestProgress(Admin admin, String group) {
    this.admin = admin;
    this.group = group;
  }

  /** Waits until ingest has committed all before these offsets; false if it does not soon. */
  boolean awaitPast(Map<TopicPartition, Long> offsets)
      throws ExecutionException, InterruptedException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!isPast(offsets)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(PAUSE_MS);
    }
    return true;
  }

  private boolean isPast(Map<TopicPartition, Long> offsets)
      throws ExecutionException, InterruptedException {
    var committed = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    return offsets.entrySet().stream()
        .allMatch(end -> {
          var read = committed.get(end.getKey());
          return read != null && read.offset() >= end.getValue();
        });
  }
}

package io.alluvium.app.node;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** Waits until readers have committed everything that can be read. */
final class Drain {
  private static final Duration LOOK = Duration.ofMillis(50);

  /** So long it takes to see how fast readers are. */
  private static final Duration FIRST_LOOKS = Duration.ofSeconds(2);

  private final Admin admin;
  private final Map<String, Set<String>> topicsByReader;

  /**
   * @param topicsByReader consumer groups, each with the topics it must have read
   */
  Drain(Admin admin, Map<String, Set<String>> topicsByReader) {
    this.admin = admin;
    this.topicsByReader = Map.copyOf(topicsByReader);
  }

  /**
   * Waits for the readers, as long as they may be done in time: a backlog that takes longer is not
   * waited for in vain.
   *
   * @return true when all are done; false when they will not be in time, which loses nothing: the
   *     rest is read after the next start
   */
  boolean await(Duration patience, StartListener listener)
      throws ExecutionException, InterruptedException {
    long begin = System.nanoTime();
    long first = -1;
    long told = -1;
    while (true) {
      long left = left();
      if (left == 0) {
        return true;
      }
      first = Math.max(first, left);
      long took = System.nanoTime() - begin;
      if (took > patience.toNanos() || isTooSlow(first - left, left, took, patience)) {
        return false;
      }
      if (told < 0 || left * 2 < told) {
        listener.step("Finishing " + left + " records on their way");
        told = left;
      }
      Thread.sleep(LOOK);
    }
  }

  private static boolean isTooSlow(long done, long left, long took, Duration patience) {
    long rest = patience.toNanos() - took;
    return took > FIRST_LOOKS.toNanos() && (double) done * rest < (double) left * took;
  }

  /** Records that some reader has yet to commit. */
  long left() throws ExecutionException, InterruptedException {
    var topics = new HashSet<String>();
    topicsByReader.values().forEach(topics::addAll);
    var ends = new LogEnds(admin).of(topics);
    long left = 0;
    for (var reader : topicsByReader.entrySet()) {
      var committed =
          admin.listConsumerGroupOffsets(reader.getKey()).partitionsToOffsetAndMetadata().get();
      for (var end : ends.entrySet()) {
        if (reader.getValue().contains(end.getKey().topic())) {
          var offset = committed.get(end.getKey());
          left += Math.max(0, end.getValue() - (offset == null ? 0 : offset.offset()));
        }
      }
    }
    return left;
  }
}

package io.alluvium.app.node;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Deletes what is both old and read. A record goes when it is older than its topic's limit and
 * every configured reader has committed past it. A reader that never committed holds the log: that
 * is reported, never overridden.
 */
public final class TopicTrimmer {
  /**
   * What is trimmed and who must have read it.
   *
   * @param topic full name
   * @param keep how long read records stay
   * @param readers consumer groups that must have read a record before it goes
   */
  public record Rule(String topic, Duration keep, List<String> readers) {
    public Rule {
      readers = List.copyOf(readers);
    }
  }

  /**
   * A reader that keeps old records from going.
   *
   * @param reader its consumer group
   * @param partition what it holds
   */
  public record Hold(String reader, TopicPartition partition) {}

  /**
   * What one run did.
   *
   * @param trimmedTo per partition the offset before which everything was deleted
   * @param holds readers without an offset that hold old records
   */
  public record Outcome(Map<TopicPartition, Long> trimmedTo, List<Hold> holds) {
    public Outcome {
      trimmedTo = Map.copyOf(trimmedTo);
      holds = List.copyOf(holds);
    }
  }

  private final Admin admin;
  private final Clock clock;

  public TopicTrimmer(Admin admin, Clock clock) {
    this.admin = admin;
    this.clock = clock;
  }

  /** Trims every topic by its rule, once. */
  public Outcome trim(List<Rule> rules) throws ExecutionException, InterruptedException {
    var committed = committed(rules);
    var trimmedTo = new HashMap<TopicPartition, Long>();
    var holds = new ArrayList<Hold>();
    for (var rule : rules) {
      oldBefore(rule)
          .forEach((partition, old) -> {
            long read = readBefore(rule, partition, old, committed, holds);
            if (read > 0) {
              trimmedTo.put(partition, read);
            }
          });
    }
    delete(trimmedTo);
    return new Outcome(trimmedTo, holds);
  }

  private static long readBefore(
      Rule rule,
      TopicPartition partition,
      long old,
      Map<String, Map<TopicPartition, OffsetAndMetadata>> committed,
      List<Hold> holds) {
    long read = old;
    for (var reader : rule.readers()) {
      var offset = committed.getOrDefault(reader, Map.of()).get(partition);
      if (offset == null) {
        holds.add(new Hold(reader, partition));
        read = 0;
      } else {
        read = Math.min(read, offset.offset());
      }
    }
    return read;
  }

  private Map<String, Map<TopicPartition, OffsetAndMetadata>> committed(List<Rule> rules)
      throws ExecutionException, InterruptedException {
    var committed = new HashMap<String, Map<TopicPartition, OffsetAndMetadata>>();
    for (var rule : rules) {
      for (var reader : rule.readers()) {
        if (!committed.containsKey(reader)) {
          committed.put(
              reader, admin.listConsumerGroupOffsets(reader).partitionsToOffsetAndMetadata().get());
        }
      }
    }
    return committed;
  }

  /** Per partition that has records older than the limit, the offset before which all are. */
  private Map<TopicPartition, Long> oldBefore(Rule rule)
      throws ExecutionException, InterruptedException {
    var description = admin.describeTopics(List.of(rule.topic())).allTopicNames().get();
    var partitions =
        description.values().stream()
            .flatMap(topic ->
                topic.partitions().stream()
                    .map(info -> new TopicPartition(rule.topic(), info.partition())))
            .toList();
    long limit = clock.millis() - rule.keep().toMillis();
    var earliest = offsets(partitions, OffsetSpec.earliest());
    var younger = offsets(partitions, OffsetSpec.forTimestamp(limit));
    var latest = offsets(partitions, OffsetSpec.latest());
    var old = new HashMap<TopicPartition, Long>();
    for (var partition : partitions) {
      long firstYoung = younger.getOrDefault(partition, -1L);
      long before = firstYoung >= 0 ? firstYoung : latest.getOrDefault(partition, 0L);
      if (before > earliest.getOrDefault(partition, 0L)) {
        old.put(partition, before);
      }
    }
    return old;
  }

  private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec spec)
      throws ExecutionException, InterruptedException {
    var request = partitions.stream().collect(Collectors.toMap(partition -> partition, p -> spec));
    return admin.listOffsets(request).all().get().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> offset(entry.getValue())));
  }

  private static long offset(ListOffsetsResultInfo info) {
    return info.offset();
  }

  private void delete(Map<TopicPartition, Long> trimmedTo)
      throws ExecutionException, InterruptedException {
    if (trimmedTo.isEmpty()) {
      return;
    }
    var requests =
        trimmedTo.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, entry -> RecordsToDelete.beforeOffset(entry.getValue())));
    admin.deleteRecords(requests).all().get();
  }
}

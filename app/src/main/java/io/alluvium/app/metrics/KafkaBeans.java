package io.alluvium.app.metrics;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * The few of Kafka's own metrics that say how a node is doing, read from JMX when asked. Clients,
 * topologies, the worker and the broker of this process all register there by themselves.
 */
final class KafkaBeans {
  private static final String ENRICHMENTS =
      "kafka.streams:type=enrichment-metrics,enrichment=*,thread-id=*";
  private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();

  /**
   * One of Kafka's metrics.
   *
   * @param name what it is called in ours
   * @param description what it tells
   * @param beans which MBeans have it
   * @param attribute its name there
   * @param tags key properties of the MBean that become tags
   */
  record Reading(
      String name, String description, String beans, String attribute, List<String> tags) {}

  /**
   * One value of a reading.
   *
   * @param tags values of the reading's tags, in order
   */
  record Value(List<String> tags, double value) {}

  static final List<Reading> READINGS =
      List.of(
          new Reading(
              "kafka.consumer.records.lag.max",
              "Largest lag of a client, in records",
              "kafka.consumer:type=consumer-fetch-manager-metrics,client-id=*",
              "records-lag-max",
              List.of("client-id")),
          new Reading(
              "kafka.consumer.records.consumed",
              "Records consumed",
              "kafka.consumer:type=consumer-fetch-manager-metrics,client-id=*",
              "records-consumed-total",
              List.of("client-id")),
          new Reading(
              "kafka.producer.records.sent",
              "Records sent",
              "kafka.producer:type=producer-metrics,client-id=*",
              "record-send-total",
              List.of("client-id")),
          new Reading(
              "kafka.producer.record.errors",
              "Records that could not be sent",
              "kafka.producer:type=producer-metrics,client-id=*",
              "record-error-total",
              List.of("client-id")),
          new Reading(
              "kafka.streams.processed",
              "Records processed by a stream thread",
              "kafka.streams:type=stream-thread-metrics,thread-id=*",
              "process-total",
              List.of("thread-id")),
          new Reading(
              "kafka.streams.commit.latency.avg.ms",
              "Mean time of a commit of a stream thread",
              "kafka.streams:type=stream-thread-metrics,thread-id=*",
              "commit-latency-avg",
              List.of("thread-id")),
          new Reading(
              "alluvium.enrichment.events",
              "Events an enrichment ran on",
              ENRICHMENTS,
              "events-total",
              List.of("enrichment", "thread-id")),
          new Reading(
              "alluvium.enrichment.failures",
              "Events an enrichment failed on, time-outs included",
              ENRICHMENTS,
              "failures-total",
              List.of("enrichment", "thread-id")),
          new Reading(
              "alluvium.enrichment.seconds",
              "Time an enrichment took for all events",
              ENRICHMENTS,
              "seconds-total",
              List.of("enrichment", "thread-id")),
          similar("texts", "Versions with a text to compare"),
          similar("candidates", "Pairs that share a band and whose sketches agree"),
          similar("verified", "Pairs whose signatures were compared"),
          similar("edges", "Pairs found to be near-duplicates"),
          similar("dropped-candidates", "Candidates left out of a comparison that had enough"),
          similar("dropped-places", "Places given up in a bucket that was full"),
          new Reading(
              "kafka.connect.source.records.written",
              "Records a source task wrote",
              "kafka.connect:type=source-task-metrics,connector=*,task=*",
              "source-record-write-total",
              List.of("connector", "task")),
          postgres("slot-active", "1 while the replication slot is read"),
          postgres("slot-wal-status", "0 reserved, 1 extended, 2 unreserved, 3 lost"),
          postgres("slot-retained-bytes", "Log that the server keeps because of the slot"),
          postgres("slot-lag-bytes", "Log that the source has not confirmed"),
          postgres("slot-safe-bytes", "Log that may be written before the slot is in danger"),
          postgres("versions-superseded", "Versions of rows passed over since the start"),
          new Reading(
              "kafka.broker.messages.in",
              "Records the embedded broker took",
              "kafka.server:type=BrokerTopicMetrics,name=MessagesInPerSec",
              "Count",
              List.of()));

  private KafkaBeans() {}

  private static Reading postgres(String figure, String description) {
    return new Reading(
        "alluvium.postgres." + figure.replace('-', '.'),
        description,
        "kafka.connect:type=plugins,connector=*,axis=lsn,*",
        figure,
        List.of("connector"));
  }

  private static Reading similar(String count, String description) {
    return new Reading(
        "alluvium.near.duplicates." + count.replace('-', '.'),
        description,
        "kafka.streams:type=stream-near-duplicates-metrics,thread-id=*,*",
        count + "-total",
        List.of("thread-id"));
  }

  /** What the MBeans say now; those that say nothing are left out. */
  static List<Value> values(Reading reading) {
    var values = new ArrayList<Value>();
    for (var bean : BEANS.queryNames(pattern(reading.beans()), null)) {
      var value = value(bean, reading.attribute());
      if (!Double.isNaN(value)) {
        values.add(new Value(reading.tags().stream().map(tag -> tag(bean, tag)).toList(), value));
      }
    }
    return values;
  }

  private static String tag(ObjectName bean, String key) {
    var value = bean.getKeyProperty(key);
    return value.startsWith("\"") ? ObjectName.unquote(value) : value;
  }

  private static double value(ObjectName bean, String attribute) {
    try {
      return BEANS.getAttribute(bean, attribute) instanceof Number number
          ? number.doubleValue()
          : Double.NaN;
    } catch (JMException e) {
      // It was unregistered between the listing and the question.
      return Double.NaN;
    }
  }

  private static ObjectName pattern(String text) {
    try {
      return new ObjectName(text);
    } catch (MalformedObjectNameException e) {
      throw new IllegalArgumentException("Not an MBean pattern: " + text, e);
    }
  }
}

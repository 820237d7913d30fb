package io.alluvium.topology;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.processor.TimestampExtractor;

/** How our topologies read: as bytes, in ingestion time, from the beginning. */
public final class Inlet {
  private Inlet() {}

  /**
   * Reads keys and values as bytes, so that what cannot be decoded becomes a dead letter and the
   * partition goes on.
   */
  public static Consumed<byte[], byte[]> bytes(String name) {
    return Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
        .withName(name)
        .withTimestampExtractor(new IngestionTime())
        .withOffsetResetPolicy(AutoOffsetReset.earliest());
  }

  /**
   * The broker's LogAppendTime. Kafka's own extractor stops the application at a record without a
   * timestamp; ours takes the time of its predecessor.
   */
  private static final class IngestionTime implements TimestampExtractor {
    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
      return record.timestamp() >= 0 ? record.timestamp() : Math.max(partitionTime, 0);
    }
  }
}

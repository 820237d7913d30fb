package io.alluvium.connectors;

import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * A raw event on its way, which knows the stretch it belongs to. Connect hands back the very object
 * it was given, whatever transforms make of it.
 */
final class TrackedRecord extends SourceRecord {
  private final Stretch stretch;

  TrackedRecord(
      Stretch stretch,
      Map<String, ?> partition,
      Map<String, ?> offset,
      String topic,
      String key,
      Struct value,
      Headers headers) {
    super(
        partition,
        offset,
        topic,
        null,
        Schema.STRING_SCHEMA,
        key,
        value.schema(),
        value,
        null,
        headers);
    this.stretch = stretch;
  }

  Stretch stretch() {
    return stretch;
  }

  // Identity is what commitRecord needs; comparing a megabyte of content would be wrong and slow.
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}

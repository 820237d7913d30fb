package io.alluvium.topology.similar;

import java.util.Locale;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.Sensor.RecordingLevel;
import org.apache.kafka.streams.StreamsMetrics;

/**
 * What near-duplicates count, as rate and total, in Kafka Streams' own metrics (group {@code
 * stream-near-duplicates-metrics}).
 */
enum Tally {
  /** Versions with a text to compare. */
  TEXTS,
  /** Records of {@code enriched} that are no events; tiers and enrichment report them. */
  UNREADABLE,
  /** Pairs that shared a band and whose sketches agree; a pair counts once per band. */
  CANDIDATES,
  /** Pairs whose signatures were compared. */
  VERIFIED,
  /** Pairs whose signatures agree: two records of {@code near-duplicates} each. */
  EDGES,
  /** Candidates left out because their event had enough to be compared with. */
  DROPPED_CANDIDATES,
  /** Places given up in a bucket that was full. */
  DROPPED_PLACES;

  Sensor in(StreamsMetrics metrics) {
    var name = name().toLowerCase(Locale.ROOT).replace('_', '-');
    return metrics.addRateTotalSensor("near-duplicates", "all", name, RecordingLevel.INFO);
  }
}

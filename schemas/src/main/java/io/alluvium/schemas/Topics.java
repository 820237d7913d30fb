package io.alluvium.schemas;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Every topic name of an installation, and how each topic is set up. The one place where they are
 * written.
 *
 * @param prefix what all names begin with, without the dot; {@code alluvium} by default
 */
public record Topics(String prefix) {
  /** Prefix of an installation that did not choose another. */
  public static final String DEFAULT_PREFIX = "alluvium";

  private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

  /** Largest record: 512 KiB of text and 1 MiB of payload, with room for what surrounds them. */
  public static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

  /** How a topic forgets. */
  public enum Cleanup {
    /**
     * Our trimmer deletes what is old and read by every configured reader; Kafka deletes nothing.
     */
    TRIMMED,
    /** The newest value of each key stays. */
    COMPACTED
  }

  /**
   * One topic as it must be created.
   *
   * @param name full name
   * @param partitions number of partitions
   * @param cleanup how it forgets
   */
  public record Spec(String name, int partitions, Cleanup cleanup) {
    /** Topic-level settings; never left to a broker's defaults. */
    public Map<String, String> settings() {
      var max = Integer.toString(MAX_MESSAGE_BYTES);
      return switch (cleanup) {
        case TRIMMED ->
            Map.of(
                "cleanup.policy", "delete",
                "retention.ms", "-1",
                "retention.bytes", "-1",
                "segment.ms", "86400000",
                "message.timestamp.type", "LogAppendTime",
                "max.message.bytes", max);
        case COMPACTED ->
            Map.of(
                "cleanup.policy", "compact",
                "message.timestamp.type", "LogAppendTime",
                "max.message.bytes", max);
      };
    }
  }

  public Topics {
    if (!LEGAL.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "topic.prefix must be letters, digits, '_' or '-', in parts joined by '.', was '"
              + prefix
              + "'");
    }
  }

  /** Raw events of one connector type, key = entity key. */
  public String raw(String connectorType) {
    return name("raw." + connectorType);
  }

  /** Matches every raw topic of this installation and nothing else. */
  public Pattern rawPattern() {
    return Pattern.compile(Pattern.quote(name("raw.")) + "[A-Za-z0-9_-]+");
  }

  public String events() {
    return name("events");
  }

  public String enriched() {
    return name("enriched");
  }

  public String sightings() {
    return name("sightings");
  }

  public String links() {
    return name("links");
  }

  public String nearDuplicates() {
    return name("near-duplicates");
  }

  /** Windows of conversations that are due to be summarised; between two parts of enrich. */
  public String conversations() {
    return name("conversations");
  }

  public String summaries() {
    return name("summaries");
  }

  public String coverage() {
    return name("coverage");
  }

  public String cursors() {
    return name("cursors");
  }

  public String gaps() {
    return name("gaps");
  }

  /** What each reader of a source did in its last run. */
  public String runs() {
    return name("runs");
  }

  public String deadLetters() {
    return name("dead-letters");
  }

  /** What left a tier, and by which proof. */
  public String ageing() {
    return name("ageing");
  }

  /** Which node has which shards, and where it answers; one partition, because there are few. */
  public String nodes() {
    return name("nodes");
  }

  public String erasures() {
    return name("erasures");
  }

  /** Schemas of the embedded registry; one partition, because ids are given in order. */
  public String registry() {
    return name("registry");
  }

  /**
   * The topics to create before anything runs: those that every installation has, and the raw
   * topics of the given connector types.
   *
   * @param partitions partitions of every event topic, fixed for the life of an installation
   */
  public List<Spec> specs(int partitions, Iterable<String> connectorTypes) {
    var specs = new ArrayList<Spec>();
    for (var type : connectorTypes) {
      specs.add(new Spec(raw(type), partitions, Cleanup.TRIMMED));
    }
    for (var trimmed : List.of(events(), enriched(), deadLetters())) {
      specs.add(new Spec(trimmed, partitions, Cleanup.TRIMMED));
    }
    for (var compacted :
        List.of(
            sightings(),
            links(),
            nearDuplicates(),
            coverage(),
            cursors(),
            gaps(),
            runs(),
            conversations(),
            summaries(),
            ageing())) {
      specs.add(new Spec(compacted, partitions, Cleanup.COMPACTED));
    }
    specs.add(new Spec(nodes(), 1, Cleanup.COMPACTED));
    return List.copyOf(specs);
  }

  private String name(String rest) {
    return prefix + "." + rest;
  }
}

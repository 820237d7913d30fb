package io.alluvium.app.sources;

import io.alluvium.schemas.Topics;
import java.util.HashMap;
import java.util.Map;

/**
 * What every source of an installation is told besides its own settings: our converters, our
 * topics, and records and offsets in one transaction.
 *
 * @param topics names of the installation's topics
 * @param partitions partitions of every event topic
 * @param registryUrl where the converter registers schemas
 */
public record SourceSettings(Topics topics, int partitions, String registryUrl) {
  /** Where a source's settings come from; only what the configuration brought, it takes away. */
  public static final String ORIGIN = "alluvium.origin";

  /** Value of {@link #ORIGIN} for a source of the configuration. */
  public static final String CONFIGURATION = "configuration";

  private static final String STRINGS = "org.apache.kafka.connect.storage.StringConverter";

  /** The complete settings of a source, as Connect takes them. */
  Map<String, String> complete(String name, String origin, Map<String, String> given) {
    var settings = new HashMap<String, String>();
    settings.put("tasks.max", "1");
    settings.put("exactly.once.support", "required");
    settings.put("transaction.boundary", "poll");
    settings.put("key.converter", STRINGS);
    settings.put("header.converter", STRINGS);
    settings.put("value.converter", "io.alluvium.schemas.connect.AvroConverter");
    settings.put("value.converter.schema.registry.url", registryUrl);
    settings.putAll(given);
    settings.put("name", name);
    settings.put("topic.prefix", topics.prefix());
    settings.put("topic.partitions", Integer.toString(partitions));
    settings.put(ORIGIN, origin);
    return Map.copyOf(settings);
  }
}

package io.alluvium.app.node;

import io.alluvium.app.config.NodeConfig;
import io.alluvium.app.tiers.LiveTier;
import io.alluvium.recall.BeyondHorizon;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import io.alluvium.sinks.lucene.LuceneResources;
import io.alluvium.sinks.lucene.LuceneTier;
import io.alluvium.sinks.search.TierSearch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** The tiers that a node serves, the nearest first; on Lucene they share memory and threads. */
final class Tiers implements AutoCloseable {
  private static final List<String> NAMES = List.of("hot", "warm");

  private final LuceneResources resources;
  private final List<TierPart> parts;

  private Tiers(LuceneResources resources, List<TierPart> parts) {
    this.resources = resources;
    this.parts = List.copyOf(parts);
  }

  static Tiers start(
      NodeConfig config,
      DataDirectory directory,
      KafkaAccess kafka,
      SchemaRegistryClient registry) {
    var resources = new LuceneResources(NAMES.size() * config.topicPartitions());
    var parts = new ArrayList<TierPart>();
    for (var tier :
        List.of(
            LuceneTier.hot(directory.tier("hot"), resources),
            LuceneTier.warm(directory.tier("warm"), config.keepCurrentInWarm(), resources))) {
      parts.add(TierPart.start(tier, config, kafka, registry));
    }
    return new Tiers(resources, parts);
  }

  /** Names of the tiers of any node that serves. */
  static List<String> names() {
    return NAMES;
  }

  /** What answers, the nearest first: warm for what hot has dropped. */
  List<TierSearch> searched() {
    var hot = parts.getFirst().tier();
    var searched = new ArrayList<TierSearch>(List.of(hot));
    parts.stream().skip(1).forEach(part -> searched.add(new BeyondHorizon(part.tier(), hot)));
    return searched;
  }

  /** All of them, with what feeds each. */
  List<LiveTier> live() {
    return parts.stream().map(TierPart::live).toList();
  }

  /** Things that can be found. */
  long entities() {
    return parts.getFirst().tier().entities();
  }

  boolean running() {
    return parts.stream().allMatch(TierPart::running);
  }

  /** State of each tier, by its name. */
  Map<String, String> states() {
    var states = new LinkedHashMap<String, String>();
    parts.forEach(part -> states.put(part.tier().name(), part.state()));
    return states;
  }

  /** Something of each tier, by its name. */
  Map<String, Long> each(ToLongFunction<TierPart> what) {
    var each = new LinkedHashMap<String, Long>();
    parts.forEach(part -> each.put(part.tier().name(), what.applyAsLong(part)));
    return each;
  }

  @Override
  public void close() {
    parts.forEach(TierPart::close);
    resources.close();
  }
}

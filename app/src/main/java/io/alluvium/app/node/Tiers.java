package io.alluvium.app.node;

import io.alluvium.app.cluster.Held;
import io.alluvium.app.config.NodeConfig;
import io.alluvium.app.tiers.LiveTier;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import io.alluvium.sinks.TierReader;
import io.alluvium.sinks.TierReaderConfig;
import io.alluvium.sinks.lucene.LuceneResources;
import io.alluvium.sinks.lucene.LuceneTier;
import io.alluvium.topology.GapWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * The tiers that a node serves, the nearest first, each replica of them; on Lucene they share
 * memory and threads.
 */
final class Tiers implements AutoCloseable {
  private static final String HOT = "hot";
  private static final String WARM = "warm";
  private static final List<String> NAMES = List.of(HOT, WARM);

  private final LuceneResources resources;
  private final List<TierPart> parts = new ArrayList<>();

  private Tiers(LuceneResources resources) {
    this.resources = resources;
  }

  static Tiers start(
      NodeConfig config,
      DataDirectory directory,
      KafkaAccess kafka,
      SchemaRegistryClient registry) {
    var resources =
        new LuceneResources(NAMES.size() * config.replicas() * config.topicPartitions());
    var tiers = new Tiers(resources);
    var making = new Making(config, directory, kafka, registry);
    for (int replica = 0; replica < config.replicas(); replica++) {
      tiers.add(making, replica);
    }
    tiers.parts.forEach(TierPart::start);
    return tiers;
  }

  private void add(Making making, int replica) {
    var hot =
        making.part(
            LuceneTier.hot(making.directory().tier(HOT, replica), resources),
            replica,
            Optional.empty());
    var keep = making.config().keepCurrentInWarm();
    var warm =
        making.part(
            LuceneTier.warm(making.directory().tier(WARM, replica), keep, resources),
            replica,
            Optional.of(hot));
    parts.forEach(lower -> (lower.tier().equals(HOT) ? hot : warm).giveWayTo(lower));
    parts.addAll(List.of(hot, warm));
  }

  private record Making(
      NodeConfig config,
      DataDirectory directory,
      KafkaAccess kafka,
      SchemaRegistryClient registry) {
    TierPart part(LuceneTier tier, int replica, Optional<TierPart> nearer) {
      var topics = config.topics();
      var group = Readers.of(config).tier(tier.name(), replica);
      var gaps = new GapWriter(group, topics, registry, kafka.bootstrapServers(), Map.of());
      var reading = TierReaderConfig.of(group, directory.nodeId(config), new GapReport(gaps));
      var reader = new TierReader(tier, topics, registry, kafka.clientConfig(), reading);
      return new TierPart(tier, replica, reader, nearer);
    }
  }

  /** Names of the tiers of any node that serves. */
  static List<String> names() {
    return NAMES;
  }

  /** What can be asked of this node. */
  List<Held> held() {
    return List.copyOf(parts);
  }

  /** The tiers of a replica, with what feeds each. */
  List<LiveTier> live(int replica) {
    return parts.stream().filter(part -> part.replica() == replica).map(TierPart::live).toList();
  }

  /** Things that can be found on this node. */
  long entities() {
    return parts.stream()
        .filter(part -> part.tier().equals(HOT))
        .mapToLong(TierPart::entities)
        .sum();
  }

  boolean running() {
    return parts.stream().allMatch(TierPart::running);
  }

  /** State of each tier, by its name: of its replicas, the one that does not run. */
  Map<String, String> states() {
    var states = new LinkedHashMap<String, String>();
    parts.forEach(part ->
        states.merge(
            part.tier(), part.state(), (one, other) -> one.equals("running") ? other : one));
    return states;
  }

  /** Something of each tier, by its name, of all replicas; -1 if it is not known of one. */
  Map<String, Long> each(ToLongFunction<TierPart> what) {
    var each = new LinkedHashMap<String, Long>();
    parts.forEach(part ->
        each.merge(
            part.tier(),
            what.applyAsLong(part),
            (one, other) -> one < 0 || other < 0 ? -1 : one + other));
    return each;
  }

  @Override
  public void close() {
    parts.forEach(TierPart::close);
    resources.close();
  }
}

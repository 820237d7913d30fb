package io.alluvium.app.node;

import io.alluvium.app.config.NodeConfig;
import io.alluvium.app.config.Role;
import io.alluvium.schemas.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Consumer groups of an installation and what they read; the trimmer waits for each of them.
 *
 * @param replicas how many groups read each tier that is searched
 */
record Readers(Topics topics, int replicas) {
  static Readers of(NodeConfig config) {
    return new Readers(config.topics(), config.replicas());
  }

  String ingest() {
    return topics.prefix() + "-ingest";
  }

  String enrich() {
    return topics.prefix() + "-enrich";
  }

  String summaries() {
    return topics.prefix() + "-summaries";
  }

  String cold() {
    return tier("cold", 0);
  }

  /** The group that reads one replica of a tier. */
  String tier(String name, int replica) {
    return topics.prefix() + "-tier-" + name + (replica == 0 ? "" : "-" + replica);
  }

  List<String> tiers() {
    return IntStream.range(0, replicas)
        .boxed()
        .flatMap(replica -> Tiers.names().stream().map(name -> tier(name, replica)))
        .toList();
  }

  /** Readers of {@code events} and {@code enriched}. */
  List<String> ofEvents() {
    return Stream.concat(Stream.of(enrich(), cold()), tiers().stream()).toList();
  }

  /**
   * What the roles of a node read, in the order in which records pass: each step writes what the
   * next one reads. The cold tier is not waited for: it commits what it has when it stops.
   *
   * @param connectorTypes types whose raw topics there are
   */
  List<Map<String, Set<String>>> inOrder(Set<Role> roles, List<String> connectorTypes) {
    var raw = connectorTypes.stream().map(topics::raw).collect(Collectors.toUnmodifiableSet());
    var steps = new ArrayList<Map<String, Set<String>>>();
    if (roles.contains(Role.INGEST)) {
      steps.add(Map.of(ingest(), raw));
    }
    // Enrich reads what it has written again, to find near-duplicates.
    var afterIngest = new ArrayList<String>();
    if (roles.contains(Role.ENRICH)) {
      afterIngest.add(enrich());
    }
    if (roles.contains(Role.SERVE)) {
      afterIngest.addAll(tiers());
    }
    for (var topic : List.of(topics.events(), topics.enriched())) {
      if (!afterIngest.isEmpty()) {
        steps.add(
            afterIngest.stream()
                .collect(Collectors.toUnmodifiableMap(reader -> reader, reader -> Set.of(topic))));
      }
    }
    return steps;
  }
}

package io.alluvium.app.node;

import io.alluvium.app.config.Role;
import io.alluvium.schemas.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Consumer groups of an installation and what they read; the trimmer waits for each of them. */
record Readers(Topics topics) {
  static Readers of(Topics topics) {
    return new Readers(topics);
  }

  String ingest() {
    return topics.prefix() + "-ingest";
  }

  String enrich() {
    return topics.prefix() + "-enrich";
  }

  String hotTier() {
    return topics.prefix() + "-tier-hot";
  }

  /**
   * What the roles of a node read, in the order in which records pass: each step writes what the
   * next one reads.
   *
   * @param connectorTypes types whose raw topics there are
   */
  List<Map<String, Set<String>>> inOrder(Set<Role> roles, List<String> connectorTypes) {
    var raw = connectorTypes.stream().map(topics::raw).collect(Collectors.toUnmodifiableSet());
    var steps = new ArrayList<Map<String, Set<String>>>();
    if (roles.contains(Role.INGEST)) {
      steps.add(Map.of(ingest(), raw));
    }
    var events = new HashMap<String, Set<String>>();
    if (roles.contains(Role.ENRICH)) {
      events.put(enrich(), Set.of(topics.events()));
    }
    if (roles.contains(Role.SERVE)) {
      events.put(hotTier(), Set.of(topics.events()));
      steps.add(events);
      steps.add(Map.of(hotTier(), Set.of(topics.enriched())));
    } else if (!events.isEmpty()) {
      steps.add(events);
    }
    return steps;
  }
}

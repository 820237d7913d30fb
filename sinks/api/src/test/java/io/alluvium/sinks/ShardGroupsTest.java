package io.alluvium.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * The groups of two tiers with several replicas, each assigning by itself, while nodes come and go.
 */
final class ShardGroupsTest {
  private static final int MOST_ROUNDS = 40;

  @Property(tries = 150)
  void comeToRestWithReplicasApartAndTiersTogether(
      @ForAll @IntRange(min = 1, max = 16) int shards,
      @ForAll @IntRange(min = 1, max = 3) int replicas,
      @ForAll long seed) {
    var cluster = new Cluster(shards, replicas, new Random(seed));
    for (int step = 0; step < 8; step++) {
      cluster.change();
      cluster.rest();
      cluster.checkWhole();
      cluster.checkApart();
      cluster.checkTogether();
    }
  }

  /** A group is a tier and a replica; each node has a member in each. */
  private static final class Cluster {
    private final int shards;
    private final int replicas;
    private final Random chance;
    private final Map<String, List<ShardMember>> nodes = new TreeMap<>();
    private int started;

    Cluster(int shards, int replicas, Random chance) {
      this.shards = shards;
      this.replicas = replicas;
      this.chance = chance;
    }

    /** A node comes or goes; the groups hear of it one after the other. */
    void change() {
      if (nodes.size() < 2 || chance.nextInt(5) < 3) {
        start("node-" + started++);
      } else {
        nodes.remove(List.copyOf(nodes.keySet()).get(chance.nextInt(nodes.size())));
      }
      var groups = new ArrayList<Integer>();
      for (int group = 0; group < 2 * replicas; group++) {
        groups.add(group);
      }
      Collections.shuffle(groups, chance);
      groups.forEach(this::rebalance);
    }

    private void start(String node) {
      var members = new ArrayList<ShardMember>();
      var copies = new HashSet<Integer>();
      for (int replica = 0; replica < replicas; replica++) {
        var hot = new ShardMember(node, () -> copies);
        var warm = new ShardMember(node, () -> copies);
        warm.follow(hot);
        for (int lower = 0; lower < replica; lower++) {
          hot.giveWayTo(members.get(2 * lower));
          warm.giveWayTo(members.get(2 * lower + 1));
        }
        members.add(hot);
        members.add(warm);
      }
      nodes.put(node, members);
    }

    private void rebalance(int group) {
      var claims = nodes.values().stream().map(members -> members.get(group).announce()).toList();
      ShardPlan.of(shards, claims)
          .forEach((node, given) -> {
            var states = new HashMap<Integer, ShardState>();
            given.forEach(shard -> states.put(shard, ShardState.begun(shard, 0)));
            nodes.get(node).get(group).has(states);
          });
    }

    void rest() {
      for (int round = 0; round < MOST_ROUNDS; round++) {
        var uneasy = new ArrayList<Integer>();
        for (int group = 0; group < 2 * replicas; group++) {
          int one = group;
          if (nodes.values().stream().anyMatch(members -> members.get(one).isMisplaced())) {
            uneasy.add(group);
          }
        }
        if (uneasy.isEmpty()) {
          return;
        }
        rebalance(uneasy.get(chance.nextInt(uneasy.size())));
      }
      throw new AssertionError("Groups do not come to rest");
    }

    void checkWhole() {
      for (int group = 0; group < 2 * replicas; group++) {
        int one = group;
        var read = nodes.values().stream().flatMap(members -> has(members.get(one)).stream());
        assertThat(read.sorted()).hasSize(shards).doesNotHaveDuplicates();
      }
    }

    /** Of two replicas of a shard on one node, none could have been on a node that has neither. */
    void checkApart() {
      nodes.forEach((node, members) -> {
        for (int replica = 1; replica < replicas; replica++) {
          for (int lower = 0; lower < replica; lower++) {
            var both = new HashSet<>(has(members.get(2 * replica)));
            both.retainAll(has(members.get(2 * lower)));
            both.forEach(shard ->
                assertThat(free(shard))
                    .describedAs("nodes without shard %s, which %s has twice", shard, node)
                    .isEmpty());
          }
        }
      });
    }

    private Set<String> free(int shard) {
      return nodes.entrySet().stream()
          .filter(node -> node.getValue().stream().noneMatch(one -> has(one).contains(shard)))
          .map(Map.Entry::getKey)
          .collect(Collectors.toSet());
    }

    void checkTogether() {
      nodes
          .values()
          .forEach(members -> {
            for (int replica = 0; replica < replicas; replica++) {
              assertThat(has(members.get(2 * replica + 1)))
                  .isEqualTo(has(members.get(2 * replica)));
            }
          });
    }

    private static Set<Integer> has(ShardMember member) {
      return member.shards().orElseThrow().stream()
          .map(ShardState::shard)
          .collect(Collectors.toSet());
    }
  }
}

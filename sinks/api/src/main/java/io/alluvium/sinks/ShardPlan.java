package io.alluvium.sinks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which member reads which shards: the cheapest of all ways to give each shard to one member, where
 * these count, each more than all that follow:
 *
 * <ol>
 *   <li>a shard is where the tier before this one has it;
 *   <li>no shard is on a node that has another replica of it, while another node is free;
 *   <li>as many shards on each node, as far as that leaves room;
 *   <li>as few shards as possible change their reader;
 *   <li>those that do go where files of them are.
 * </ol>
 *
 * <p>The same claims give the same plan on every node. Shards are given out one after the other,
 * each along the cheapest chain of "this one goes there, so that one goes on to …" (successive
 * shortest paths), which ends at the cheapest plan of all.
 */
final class ShardPlan {
  /** What each further shard of a node costs more than the one before: so loads are even. */
  private static final long LOAD = 1L << 40;

  private static final long MOVE = 1L << 20;
  private static final long WITHOUT_FILES = 1;
  private static final long FORBIDDEN = Long.MAX_VALUE / 4;
  private static final int NOBODY = -1;

  private final List<ShardClaim> members;
  private final int[] readers;
  private final int[] loads;
  private final long[][] costs;

  private ShardPlan(int shards, List<ShardClaim> members) {
    this.members = members;
    this.readers = new int[shards];
    this.loads = new int[members.size()];
    this.costs = new long[shards][];
    Arrays.fill(readers, NOBODY);
    for (int shard = 0; shard < shards; shard++) {
      costs[shard] = costs(shard, members);
    }
  }

  /**
   * Gives every shard to one member.
   *
   * @param shards how many there are, numbered from 0
   * @param claims what the members say, at least one, each of another node
   * @return shards by node; a node may get none
   */
  static SortedMap<String, SortedSet<Integer>> of(int shards, List<ShardClaim> claims) {
    var members = new ArrayList<>(claims);
    members.sort(Comparator.comparing(ShardClaim::node));
    var plan = new ShardPlan(shards, members);
    for (int shard = 0; shard < shards; shard++) {
      plan.give(shard);
    }
    return plan.byNode();
  }

  /** What a way to give shards out costs; for comparing it with others. */
  static long cost(List<ShardClaim> claims, int[] readers) {
    var plan = new ShardPlan(readers.length, claims);
    long cost = 0;
    for (int shard = 0; shard < readers.length; shard++) {
      int reader = readers[shard];
      if (plan.costs[shard][reader] >= FORBIDDEN) {
        return FORBIDDEN;
      }
      cost += plan.costs[shard][reader] + LOAD * plan.loads[reader]++;
    }
    return cost;
  }

  private static long[] costs(int shard, List<ShardClaim> members) {
    int best = members.stream().mapToInt(member -> rank(shard, member)).min().orElse(0);
    return members.stream()
        .mapToLong(member -> rank(shard, member) > best ? FORBIDDEN : moving(shard, member))
        .toArray();
  }

  private static int rank(int shard, ShardClaim member) {
    if (member.follows().contains(shard)) {
      return 0;
    }
    return member.avoids().contains(shard) ? 2 : 1;
  }

  private static long moving(int shard, ShardClaim member) {
    if (member.owned().contains(shard)) {
      return 0;
    }
    return member.copies().contains(shard) ? MOVE : MOVE + WITHOUT_FILES;
  }

  private void give(int given) {
    long[] costTo = costs[given].clone();
    int[] arriving = new int[members.size()];
    int[] from = new int[members.size()];
    Arrays.fill(arriving, given);
    Arrays.fill(from, NOBODY);
    boolean cheaper = true;
    while (cheaper) {
      cheaper = false;
      for (int shard = 0; shard < given; shard++) {
        cheaper |= passOn(shard, costTo, arriving, from);
      }
    }
    int end = cheapestEnd(costTo);
    loads[end]++;
    for (int at = end; at != NOBODY; at = from[at]) {
      readers[arriving[at]] = at;
    }
  }

  /** Whether some node is reached at less cost when this shard leaves its reader for it. */
  private boolean passOn(int shard, long[] costTo, int[] arriving, int[] from) {
    int reader = readers[shard];
    if (costTo[reader] >= FORBIDDEN) {
      return false;
    }
    boolean cheaper = false;
    for (int next = 0; next < costTo.length; next++) {
      long cost = costTo[reader] + costs[shard][next] - costs[shard][reader];
      if (costs[shard][next] < FORBIDDEN && cost < costTo[next]) {
        costTo[next] = cost;
        arriving[next] = shard;
        from[next] = reader;
        cheaper = true;
      }
    }
    return cheaper;
  }

  private int cheapestEnd(long[] costTo) {
    int end = 0;
    for (int member = 1; member < costTo.length; member++) {
      if (costTo[member] + LOAD * loads[member] < costTo[end] + LOAD * loads[end]) {
        end = member;
      }
    }
    return end;
  }

  private SortedMap<String, SortedSet<Integer>> byNode() {
    var plan = new TreeMap<String, SortedSet<Integer>>();
    for (int member = 0; member < members.size(); member++) {
      var shards = new TreeSet<Integer>();
      for (int shard = 0; shard < readers.length; shard++) {
        if (readers[shard] == member) {
          shards.add(shard);
        }
      }
      plan.put(members.get(member).node(), shards);
    }
    return plan;
  }
}

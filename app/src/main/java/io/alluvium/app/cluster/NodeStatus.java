package io.alluvium.app.cluster;

import io.alluvium.schemas.NodeState;
import java.time.Instant;
import java.util.List;

/**
 * A node as it is shown.
 *
 * @param node its id
 * @param address where it answers other nodes
 * @param alive whether it has been heard of lately
 * @param here whether it is the one that says this
 * @param startedAt when its process started
 * @param writtenAt when it last said something
 * @param tiers which shards it has
 */
public record NodeStatus(
    String node,
    String address,
    boolean alive,
    boolean here,
    Instant startedAt,
    Instant writtenAt,
    List<Tier> tiers) {
  public NodeStatus {
    tiers = List.copyOf(tiers);
  }

  /**
   * Shards of one replica of a tier.
   *
   * @param tier its name
   * @param replica which replica, from 0
   * @param whole those that answer for all there is
   * @param partial those that are being made anew
   */
  public record Tier(String tier, int replica, List<Integer> whole, List<Integer> partial) {}

  static NodeStatus of(NodeState state, boolean alive, boolean here) {
    return new NodeStatus(
        state.getNode(),
        state.getAddress(),
        alive,
        here,
        state.getStartedAt(),
        state.getWrittenAt(),
        state.getTiers().stream()
            .map(one -> new Tier(one.getTier(), one.getReplica(), one.getWhole(), one.getPartial()))
            .toList());
  }
}

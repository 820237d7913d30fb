package io.alluvium.app.cluster;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/**
 * A node that has shards of one replica of a tier.
 *
 * @param node its id
 * @param address where it answers; empty if it is this node
 * @param replica which replica
 * @param whole shards that answer for all there is
 * @param partial shards that are being made anew
 * @param doubtful whether it has not answered lately
 */
record Holder(
    String node,
    Optional<String> address,
    int replica,
    Set<Integer> whole,
    Set<Integer> partial,
    boolean doubtful) {
  Holder {
    whole = Set.copyOf(whole);
    partial = Set.copyOf(partial);
  }

  boolean isHere() {
    return address.isEmpty();
  }

  boolean has(int shard) {
    return whole.contains(shard) || partial.contains(shard);
  }

  /** The best to ask for a shard first: whole, sure, near, and with much else to ask it for. */
  static Comparator<Holder> bestFor(int shard) {
    return Comparator.comparing((Holder holder) -> !holder.whole().contains(shard))
        .thenComparing(Holder::doubtful)
        .thenComparing(holder -> !holder.isHere())
        .thenComparing(holder -> -holder.whole().size())
        .thenComparing(Holder::replica)
        .thenComparing(Holder::node);
  }
}

package io.alluvium.app.cluster;

import io.alluvium.schemas.HeldShards;
import io.alluvium.schemas.NodeState;
import io.alluvium.sinks.ShardState;
import io.alluvium.sinks.search.TierAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The nodes of an installation that serve: this one as it is, the others as they last said.
 * Thread-safe.
 */
public final class Nodes {
  /** Who has been silent longer is taken for dead: three times as long as between two words. */
  static final Duration SILENCE = Duration.ofSeconds(15);

  private static final Duration FORGOTTEN = Duration.ofDays(1);

  /** The tier of which one node writes everything. */
  private static final String COLD = "cold";

  /**
   * What a node said, and when that was heard.
   *
   * @param at as {@link System#nanoTime} says
   */
  private record Heard(NodeState state, long at) {
    boolean isAlive() {
      return System.nanoTime() - at < SILENCE.toNanos();
    }
  }

  /** Shards of a replica of a tier on this node. */
  @FunctionalInterface
  public interface Shards {
    /** Those there are now. */
    List<ShardState> now();
  }

  private final String node;
  private final String address;
  private final List<Held> held;
  private final Shards cold;
  private final Peers peers;
  private final Instant startedAt = Instant.now();
  private final Map<String, Heard> others = new ConcurrentHashMap<>();

  /**
   * @param self who this node is
   * @param held what it has of the tiers that are searched
   * @param cold what it writes of the cold tier
   * @param peers how others are asked
   */
  public Nodes(Self self, List<Held> held, Shards cold, Peers peers) {
    this.node = self.node();
    this.address = self.address();
    this.held = List.copyOf(held);
    this.cold = cold;
    this.peers = peers;
  }

  /**
   * Who a node is.
   *
   * @param node its id
   * @param address where it answers other nodes, host:port
   */
  public record Self(String node, String address) {}

  /** What answers for all shards of a tier, wherever they are. */
  public ClusterSearch search(String tier, int shards) {
    return new ClusterSearch(tier, shards, () -> holders(tier), this::ask);
  }

  private TierAnswer ask(Holder holder, ShardQuestion question) {
    return holder.address().map(at -> peers.search(at, question)).orElseGet(() -> answer(question));
  }

  /**
   * Answers from what this node has.
   *
   * @throws PeerException if it has nothing of that tier and replica
   */
  public TierAnswer answer(ShardQuestion question) {
    return held.stream()
        .filter(one -> one.tier().equals(question.tier()))
        .filter(one -> one.replica() == question.replica())
        .findFirst()
        .orElseThrow(() ->
            new PeerException(
                "Node "
                    + node
                    + " has no replica "
                    + question.replica()
                    + " of "
                    + question.tier()))
        .search(question.query(), question.shards());
  }

  /** A whole event as JSON, from a node that writes the cold tier; empty if none has it. */
  public Optional<byte[]> eventElsewhere(String id) {
    for (var heard : others.values()) {
      if (heard.isAlive() && !shards(heard.state(), COLD).isEmpty()) {
        try {
          var found = peers.event(heard.state().getAddress(), id);
          if (found.isPresent()) {
            return found;
          }
        } catch (PeerException silent) {
          // Then the next may have it; nobody has it for certain.
        }
      }
    }
    return Optional.empty();
  }

  private static List<HeldShards> shards(NodeState state, String tier) {
    return state.getTiers().stream().filter(one -> one.getTier().equals(tier)).toList();
  }

  private List<Holder> holders(String tier) {
    var here = shards(state(), tier).stream().map(one -> holder(Optional.empty(), node, one));
    var there =
        others.values().stream()
            .filter(Heard::isAlive)
            .map(Heard::state)
            .flatMap(state ->
                shards(state, tier).stream()
                    .map(one -> holder(Optional.of(state.getAddress()), state.getNode(), one)));
    return Stream.concat(here, there).toList();
  }

  private Holder holder(Optional<String> at, String id, HeldShards shards) {
    return new Holder(
        id,
        at,
        shards.getReplica(),
        new HashSet<>(shards.getWhole()),
        new HashSet<>(shards.getPartial()),
        at.map(peers::isDoubtful).orElse(false));
  }

  /** What this node has to say now. */
  public NodeState state() {
    var tiers = new ArrayList<HeldShards>();
    held.forEach(one -> add(tiers, one.tier(), one.replica(), one.shards()));
    add(tiers, COLD, 0, cold.now());
    return NodeState.newBuilder()
        .setNode(node)
        .setAddress(address)
        .setStartedAt(startedAt)
        .setWrittenAt(Instant.now())
        .setTiers(tiers)
        .build();
  }

  private static void add(
      List<HeldShards> tiers, String tier, int replica, List<ShardState> shards) {
    if (!shards.isEmpty()) {
      tiers.add(
          new HeldShards(
              tier,
              replica,
              shards.stream().filter(ShardState::isWhole).map(ShardState::shard).toList(),
              shards.stream().filter(one -> !one.isWhole()).map(ShardState::shard).toList()));
    }
  }

  /** Whether there are others that live. */
  boolean hasOthers() {
    return others.values().stream().anyMatch(Heard::isAlive);
  }

  /**
   * A node has said something.
   *
   * @return whether it was not known to live, so that it ought to hear of this one
   */
  boolean hear(NodeState state) {
    if (state.getNode().equals(node)
        || state.getWrittenAt().isBefore(Instant.now().minus(FORGOTTEN))) {
      return false;
    }
    var before = others.put(state.getNode(), new Heard(state, System.nanoTime()));
    return before == null || !before.isAlive();
  }

  /** A node has stopped. */
  void stopped(String other) {
    others.remove(other);
  }

  /** All nodes, by id, those that have been silent for long included. */
  public List<NodeStatus> list() {
    var list = new ArrayList<NodeStatus>();
    list.add(NodeStatus.of(state(), true, true));
    others.values().forEach(one -> list.add(NodeStatus.of(one.state(), one.isAlive(), false)));
    list.sort(Comparator.comparing(NodeStatus::node));
    return list;
  }
}

package io.alluvium.sinks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One node's member of a tier's group: what it has, and what it must be told of others on the same
 * node, so that shards are given to it accordingly. Its reader's thread writes; others look.
 */
final class ShardMember {
  private static final Duration LOOK = Duration.ofMillis(500);

  private final String node;
  private final Supplier<Set<Integer>> copies;
  private final List<ShardMember> lower = new ArrayList<>();
  private final List<ShardMember> higher = new ArrayList<>();
  private @Nullable ShardMember leader;
  private volatile Optional<Map<Integer, ShardState>> shards = Optional.empty();
  private volatile ShardClaim announced;
  private long lookedAt = System.nanoTime();

  ShardMember(String node) {
    this(node, Set::of);
  }

  /**
   * @param node its node; also its static name in the group
   * @param copies shards of which there are files
   */
  ShardMember(String node, Supplier<Set<Integer>> copies) {
    this.node = node;
    this.copies = copies;
    this.announced = ShardClaim.of(node);
  }

  /** Has shards where another tier has them. */
  void follow(ShardMember other) {
    leader = other;
  }

  /** Has no shard that another replica has here, if that can be; where both meet, this one goes. */
  void giveWayTo(ShardMember replica) {
    lower.add(replica);
    replica.higher.add(this);
  }

  /** What it has to say now. */
  ShardClaim announce() {
    announced = claim();
    return announced;
  }

  private ShardClaim claim() {
    var owned = owned();
    var avoids = owned(lower);
    // Only what it does not have yet: else both would run from each other for ever.
    var held = owned(higher);
    held.removeAll(owned);
    avoids.addAll(held);
    return new ShardClaim(node, owned, ShardClaim.sorted(copies.get()), followed(), avoids);
  }

  private SortedSet<Integer> owned() {
    return ShardClaim.sorted(shards.map(Map::keySet).orElse(Set.of()));
  }

  private static SortedSet<Integer> owned(List<ShardMember> members) {
    var owned = new TreeSet<Integer>();
    members.forEach(member -> owned.addAll(member.owned()));
    return owned;
  }

  private SortedSet<Integer> followed() {
    return leader == null ? new TreeSet<>() : leader.owned();
  }

  /** The same as {@link #isMisplaced}, looked at now and then: it is asked in every round. */
  boolean isNewlyMisplaced() {
    long now = System.nanoTime();
    if (now - lookedAt < LOOK.toNanos()) {
      return false;
    }
    lookedAt = now;
    return isMisplaced();
  }

  /**
   * True when shards ought to be given out anew because of what has changed on this node since the
   * group heard of it.
   */
  boolean isMisplaced() {
    var owned = owned();
    var follows = followed();
    var avoids = owned(lower);
    boolean known = follows.equals(announced.follows()) && announced.avoids().containsAll(avoids);
    return shards.isPresent()
        && !known
        && (!owned.containsAll(follows)
            || owned.stream().anyMatch(one -> avoids.contains(one) && !follows.contains(one)));
  }

  /** It is to read these; those that are new to it are not open yet. */
  void given(Set<Integer> numbers) {
    var now = new TreeMap<Integer, ShardState>();
    numbers.forEach(number -> now.put(number, shard(number).orElse(ShardState.notOpen(number))));
    has(now);
  }

  /** From now on it reads these. */
  void has(Map<Integer, ShardState> now) {
    shards = Optional.of(Map.copyOf(now));
  }

  /** It reads nothing any more until it is given something. */
  void lost() {
    shards = Optional.of(Map.of());
  }

  /** A shard has come nearer to where its log ended when it was given to this member. */
  void read(int shard, long left) {
    var known = shards.map(all -> all.get(shard));
    if (known.isPresent() && known.get().left() != left) {
      var now = new TreeMap<>(shards.orElseThrow());
      now.put(shard, known.get().with(left));
      shards = Optional.of(Map.copyOf(now));
    }
  }

  /** What it reads; empty before it was first told. */
  Optional<List<ShardState>> shards() {
    return shards.map(all -> List.copyOf(new TreeMap<>(all).values()));
  }

  /** A shard that it reads. */
  Optional<ShardState> shard(int number) {
    return shards.map(all -> all.get(number));
  }
}

package io.alluvium.sinks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

final class ShardPlanTest {
  private static final int FEW = 5;

  @Property(tries = 300)
  void givesEveryShardToOneNode(
      @ForAll @IntRange(min = 1, max = 40) int shards, @ForAll("claims") List<ShardClaim> claims) {
    var plan = ShardPlan.of(shards, claims);
    assertThat(plan.values().stream().flatMap(Set::stream).sorted())
        .containsExactlyElementsOf(IntStream.range(0, shards).boxed().toList());
    assertThat(plan.keySet())
        .containsExactlyInAnyOrderElementsOf(claims.stream().map(ShardClaim::node).toList());
  }

  @Property(tries = 300)
  void findsNoPlanThatIsBetterThanItsOwn(@ForAll("claims") List<ShardClaim> claims) {
    var plan = ShardPlan.of(FEW, claims);
    assertThat(ShardPlan.cost(claims, readers(plan, claims))).isEqualTo(least(claims));
  }

  @Property(tries = 100)
  void saysTheSameWhoeverIsAskedFirst(@ForAll("claims") List<ShardClaim> claims) {
    assertThat(ShardPlan.of(FEW, claims.reversed())).isEqualTo(ShardPlan.of(FEW, claims));
  }

  @Property(tries = 200)
  void dividesShardsEvenly(
      @ForAll @IntRange(min = 1, max = 64) int shards,
      @ForAll @IntRange(min = 1, max = 9) int nodes) {
    var sizes = fresh(shards, nodes).values().stream().mapToInt(Set::size).summaryStatistics();
    assertThat(sizes.getMax() - sizes.getMin()).isLessThanOrEqualTo(1);
  }

  @Property(tries = 200)
  void movesOnlyWhatAGoneNodeHad(
      @ForAll @IntRange(min = 1, max = 64) int shards,
      @ForAll @IntRange(min = 2, max = 9) int nodes) {
    var before = fresh(shards, nodes);
    var left = claims(before).subList(1, nodes);
    var after = ShardPlan.of(shards, left);
    left.forEach(claim -> assertThat(after.get(claim.node())).containsAll(claim.owned()));
  }

  @Property(tries = 200)
  void movesOnlyWhatANewNodeGets(
      @ForAll @IntRange(min = 1, max = 64) int shards,
      @ForAll @IntRange(min = 1, max = 8) int nodes) {
    var claims = new ArrayList<>(claims(fresh(shards, nodes)));
    claims.add(ShardClaim.of("new"));
    var after = ShardPlan.of(shards, claims);
    assertThat(after.get("new")).hasSize(shards / (nodes + 1));
    claims.forEach(claim -> {
      if (!claim.node().equals("new")) {
        assertThat(claim.owned()).containsAll(after.get(claim.node()));
      }
    });
  }

  @Property(tries = 200)
  void changesNothingWhenNothingHasChanged(@ForAll("claims") List<ShardClaim> claims) {
    var plan = ShardPlan.of(FEW, claims);
    var now =
        claims.stream()
            .map(claim ->
                new ShardClaim(
                    claim.node(),
                    plan.get(claim.node()),
                    claim.copies(),
                    claim.follows(),
                    claim.avoids()))
            .toList();
    assertThat(ShardPlan.of(FEW, now)).isEqualTo(plan);
  }

  @Example
  void putsShardsBackWhereTheirFilesAre() {
    var claims = List.of(copies("a", 1, 3), copies("b", 0, 2));
    assertThat(ShardPlan.of(4, claims)).isEqualTo(Map.of("a", shards(1, 3), "b", shards(0, 2)));
  }

  @Example
  void givesAFarMovedShardToAnotherNodeThanItsReplica() {
    var claims =
        List.of(
            new ShardClaim("a", shards(0, 1, 2, 3), shards(), shards(), shards(0, 1)),
            ShardClaim.of("b"));
    assertThat(ShardPlan.of(4, claims)).isEqualTo(Map.of("a", shards(2, 3), "b", shards(0, 1)));
  }

  @Example
  void keepsAShardBesideItsReplicaWhereNoOtherNodeIs() {
    var alone = new ShardClaim("a", shards(), shards(), shards(), shards(0, 1));
    assertThat(ShardPlan.of(2, List.of(alone))).isEqualTo(Map.of("a", shards(0, 1)));
  }

  @Example
  void understandsWhatAMemberSays() {
    var claim = new ShardClaim("näher", shards(1), shards(1, 7), shards(2), shards(300));
    assertThat(ShardClaim.from(claim.toBytes())).isEqualTo(claim);
  }

  @Provide
  Arbitrary<List<ShardClaim>> claims() {
    var some = Arbitraries.integers().between(0, FEW - 1).set().map(ShardClaim::sorted);
    return Arbitraries.integers()
        .between(1, 3)
        .flatMap(count ->
            Combinators.combine(some, some, some, some)
                .as((owned, copies, follows, avoids) ->
                    new ShardClaim("", owned, copies, follows, avoids))
                .list()
                .ofSize(count))
        .map(ShardPlanTest::named);
  }

  private static List<ShardClaim> named(List<ShardClaim> claims) {
    return IntStream.range(0, claims.size())
        .mapToObj(number -> {
          var claim = claims.get(number);
          return new ShardClaim(
              "node-" + number, claim.owned(), claim.copies(), claim.follows(), claim.avoids());
        })
        .toList();
  }

  private static SortedMap<String, SortedSet<Integer>> fresh(int shards, int nodes) {
    return ShardPlan.of(
        shards,
        IntStream.range(0, nodes).mapToObj(number -> ShardClaim.of("node-" + number)).toList());
  }

  private static List<ShardClaim> claims(SortedMap<String, SortedSet<Integer>> plan) {
    return plan.entrySet().stream()
        .map(each ->
            new ShardClaim(each.getKey(), each.getValue(), each.getValue(), shards(), shards()))
        .toList();
  }

  private static ShardClaim copies(String node, Integer... copies) {
    return new ShardClaim(node, shards(), shards(copies), shards(), shards());
  }

  private static SortedSet<Integer> shards(Integer... shards) {
    return new TreeSet<>(List.of(shards));
  }

  private static int[] readers(
      SortedMap<String, SortedSet<Integer>> plan, List<ShardClaim> claims) {
    var readers = new int[FEW];
    for (int member = 0; member < claims.size(); member++) {
      for (int shard : plan.get(claims.get(member).node())) {
        readers[shard] = member;
      }
    }
    return readers;
  }

  /** Of all the ways there are. */
  private static long least(List<ShardClaim> claims) {
    long ways = Math.round(Math.pow(claims.size(), FEW));
    long least = Long.MAX_VALUE;
    for (long way = 0; way < ways; way++) {
      var readers = new int[FEW];
      long rest = way;
      for (int shard = 0; shard < FEW; shard++) {
        readers[shard] = (int) (rest % claims.size());
        rest /= claims.size();
      }
      least = Math.min(least, ShardPlan.cost(claims, readers));
    }
    return least;
  }
}

package io.alluvium.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.sinks.search.Access;
import io.alluvium.sinks.search.TierAnswer;
import io.alluvium.sinks.search.TierQuery;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ClusterSearchTest {
  private static final TierQuery QUERY =
      new TierQuery("word", TierQuery.Filter.ALL, Access.ALL, 10);

  private final Map<String, Set<Integer>> asked = new ConcurrentHashMap<>();

  @Test
  void asksEachShardOfOneNodeItsOwnFirst() {
    var answer = search(here(0, 1), there("b", 0, 2, 3), there("c", 1, 0, 1), there("d", 1, 2, 3));
    assertThat(asked).isEqualTo(Map.of("a", Set.of(0, 1), "b", Set.of(2, 3)));
    assertThat(answer.shardsAnswered()).isEqualTo(4);
    assertThat(answer.total()).isEqualTo(4);
    assertThat(answer.failures()).isEmpty();
  }

  @Test
  void asksAnotherReplicaWhenANodeDoesNotAnswer() {
    var answer = search(here(0, 1), there("dead", 0, 2, 3), there("z", 1, 2, 3));
    assertThat(asked.get("z")).containsExactlyInAnyOrder(2, 3);
    assertThat(answer.shardsAnswered()).isEqualTo(4);
    assertThat(answer.failures()).isEmpty();
  }

  @Test
  void waitsForNoNodeThatIsSlowWhereAnotherHasItsShards() {
    var answer = search(here(0, 1), there("slow", 0, 2, 3), there("z", 1, 2, 3));
    assertThat(asked).containsKeys("slow", "z");
    assertThat(answer.shardsAnswered()).isEqualTo(4);
    release.countDown();
  }

  @Test
  void asksAnotherWhereAShardHasLeft() {
    var answer = search(here(0, 1), there("moved", 0, 2, 3), there("z", 1, 2, 3));
    assertThat(answer.shardsAnswered()).isEqualTo(4);
    assertThat(answer.failures()).isEmpty();
  }

  @Test
  void namesShardsThatNobodyHas() {
    var answer = search(here(0, 1), there("b", 0, 2));
    assertThat(answer.shardsAsked()).isEqualTo(4);
    assertThat(answer.shardsAnswered()).isEqualTo(3);
    assertThat(answer.totalIsExact()).isFalse();
    assertThat(answer.failures()).containsExactly("shard 3 of tier hot is not open on any node");
  }

  @Test
  void saysWhichNodeDidNotAnswer() {
    var answer = search(here(0, 1), there("dead", 0, 2, 3));
    assertThat(answer.shardsAnswered()).isEqualTo(2);
    assertThat(answer.failures())
        .first()
        .isEqualTo("shard 2 of tier hot is not open on any node: node dead does not answer (gone)");
  }

  @Test
  void prefersAWholeShardElsewhereToAPartialOneHere() {
    var own = new Holder("a", Optional.empty(), 0, Set.of(0, 1), Set.of(2, 3), false);
    search(own, there("b", 1, 2), there("doubtful", 1, 0));
    assertThat(asked).isEqualTo(Map.of("a", Set.of(0, 1, 3), "b", Set.of(2)));
  }

  private final CountDownLatch release = new CountDownLatch(1);

  private TierAnswer search(Holder... holders) {
    return new ClusterSearch("hot", 4, () -> List.of(holders), this::ask).search(QUERY);
  }

  private TierAnswer ask(Holder holder, ShardQuestion question) {
    asked.merge(
        holder.node(),
        question.shards(),
        (one, more) -> {
          var all = new TreeSet<>(one);
          all.addAll(more);
          return all;
        });
    int shards = question.shards().size();
    return switch (holder.node()) {
      case "dead" -> throw new PeerException("gone");
      case "moved" ->
          new TierAnswer(List.of(), 1, true, shards, shards - 1, List.of("shard 3 is not open"));
      case "slow" -> {
        await();
        yield new TierAnswer(List.of(), shards, true, shards, shards, List.of());
      }
      default -> new TierAnswer(List.of(), shards, true, shards, shards, List.of());
    };
  }

  private void await() {
    try {
      release.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Holder here(int... shards) {
    return new Holder("a", Optional.empty(), 0, set(shards), Set.of(), false);
  }

  private static Holder there(String node, int replica, int... shards) {
    return new Holder(node, Optional.of(node + ":1"), replica, set(shards), Set.of(), false);
  }

  private static Set<Integer> set(int... shards) {
    return new TreeSet<>(IntStream.of(shards).boxed().toList());
  }
}

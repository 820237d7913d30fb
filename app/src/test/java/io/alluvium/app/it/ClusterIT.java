package io.alluvium.app.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Several nodes on one broker: each has some shards, any answers for all, and one may die. */
@Tag("crash")
@Isolated("several nodes take all of the machine")
final class ClusterIT {
  private static final int FILES = 60;
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  /** A query that goes on when a node has died; asked again and again until then. */
  private static final Duration TAKEN_OVER = Duration.ofSeconds(2);

  @TempDir private Path directory;

  @Test
  void anyOfTwoNodesAnswersForAllAndOneThatComesBackKeepsItsShards() throws Exception {
    try (var bed = new ClusterBed(directory, 2, 1)) {
      bed.start();
      bed.write("river", FILES);
      for (var node : bed.nodes()) {
        node.await("answering for all", PATIENCE, () -> answersForAll(node, "river"));
      }
      var shared = bed.whole(bed.node(0), "hot");
      assertThat(shared.keySet()).containsExactly("node-a/0", "node-b/0");
      shared.values().forEach(shards -> assertThat(shards).hasSize(ClusterBed.SHARDS / 2));
      assertThat(bed.whole(bed.node(0), "warm")).isEqualTo(shared);
      readsEventsOnBoth(bed);

      bed.node(1).kill();
      bed.node(0).await("partial", TAKEN_OVER, () -> isPartial(bed.node(0)));
      bed.start(1);
      bed.node(1).awaitReady();
      for (var node : bed.nodes()) {
        node.await("answering for all again", PATIENCE, () -> answersForAll(node, "river"));
      }
      assertThat(bed.whole(bed.node(0), "hot")).isEqualTo(shared);

      bed.node(1).kill();
      bed.write("delta", FILES);
      long from = System.nanoTime();
      var alone = bed.node(0);
      alone.await("taken over", PATIENCE, () -> answersForAll(alone, "river"));
      alone.await("whole", PATIENCE, () -> answersForAll(alone, "delta"));
      System.out.printf(
          "One replica: answers were whole again %.1f s after the kill%n",
          (System.nanoTime() - from) / 1e9);
      assertThat(bed.whole(alone, "hot")).isEqualTo(Map.of("node-a/0", all()));
    }
  }

  @Test
  void withTwoReplicasAnswersStayWholeWhenANodeIsKilled() throws Exception {
    try (var bed = new ClusterBed(directory, 3, 2)) {
      bed.start();
      bed.write("river", FILES);
      for (var node : bed.nodes()) {
        node.await("answering for all", PATIENCE, () -> answersForAll(node, "river"));
      }
      bed.node(0).await("apart", PATIENCE, () -> isApart(bed));
      bed.node(2).kill();
      long from = System.nanoTime();
      for (int number = 0; number < 2; number++) {
        var node = bed.node(number);
        node.await("answering for all", TAKEN_OVER, () -> answersForAll(node, "river"));
      }
      System.out.printf(
          "Two replicas: answers were whole %.2f s after the kill%n",
          (System.nanoTime() - from) / 1e9);
      bed.write("delta", FILES);
      bed.node(1).await("going on", PATIENCE, () -> answersForAll(bed.node(1), "delta"));
    }
  }

  /** Whole events are written by one of the nodes, and any can be asked. */
  private static void readsEventsOnBoth(ClusterBed bed) {
    var id = bed.node(0).search("river", 1).at("/hits/0/eventId").asText();
    for (var node : bed.nodes()) {
      node.await(
          "reading an event",
          PATIENCE,
          () -> node.get("/api/v1/events/" + id).at("/event/text").asText().contains("river"));
    }
  }

  private static boolean answersForAll(NodeProcess node, String word) {
    var answer = node.search(word, FILES);
    return answer.path("complete").asBoolean() && answer.path("total").asInt() == FILES;
  }

  private static boolean isPartial(NodeProcess node) {
    var answer = node.search("river", FILES);
    return !answer.path("complete").asBoolean(true)
        && failures(answer).contains("is not open on any node");
  }

  private static String failures(JsonNode answer) {
    return answer.path("parts").toString();
  }

  private static boolean isApart(ClusterBed bed) {
    var held = bed.whole(bed.node(0), "hot");
    var all = new TreeSet<String>();
    held.forEach(
        (where, shards) -> shards.forEach(shard -> all.add(where.split("/", 2)[0] + "/" + shard)));
    return held.values().stream().mapToInt(Set::size).sum() == 2 * ClusterBed.SHARDS
        && all.size() == 2 * ClusterBed.SHARDS;
  }

  private static Set<Integer> all() {
    var all = new TreeSet<Integer>();
    for (int shard = 0; shard < ClusterBed.SHARDS; shard++) {
      all.add(shard);
    }
    return all;
  }
}

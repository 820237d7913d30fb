package io.alluvium.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.schemas.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two sources report the same entities, each in its own order, each starting over now and then as
 * at-least-once delivery does: whatever the interleaving, the same entities live in the end.
 */
final class InterleavingTest {
  private static final int RUNS = 300;
  private static final List<String> SOURCES = List.of("git", "mirror");

  private final TestStream stream = TestStream.ingest();
  private int run;

  @AfterEach
  void close() {
    stream.close();
  }

  @Test
  void entitiesThatASourceListsLive() {
    for (run = 0; run < RUNS; run++) {
      var random = new Random(run);
      var histories = new ArrayList<List<Raw>>();
      var listed = new HashSet<String>();
      for (var source : SOURCES) {
        histories.add(history(random, source, listed));
      }
      var sent = interleave(random, histories);
      stream.send(sent.toArray(Raw[]::new));
      assertThat(live(stream.events())).as("run %d", run).isEqualTo(listed);
    }
  }

  @Test
  void aSecondReadingPublishesNothing() {
    for (run = 0; run < RUNS; run++) {
      var random = new Random(run);
      var history = history(random, SOURCES.getFirst(), new HashSet<>());
      stream.send(history.toArray(Raw[]::new));
      assertThat(stream.events()).as("run %d", run).isNotEmpty();
      stream.send(history.toArray(Raw[]::new));
      assertThat(stream.events()).as("run %d", run).isEmpty();
    }
  }

  /** What one source says, in its own order; adds to {@code listed} what it lists in the end. */
  private List<Raw> history(Random random, String source, Set<String> listed) {
    var history = new ArrayList<Raw>();
    var lists = new HashSet<String>();
    for (int i = 0; i < 12; i++) {
      var raw = Raw.commit(run + "x" + random.nextInt(3)).from(source);
      var observed = raw.observed(1 + i * 10L + random.nextInt(10));
      var key = raw.event().getEntityKey();
      if (lists.contains(key) && random.nextBoolean()) {
        history.add(observed.missing());
        lists.remove(key);
      } else {
        history.add(observed);
        lists.add(key);
      }
    }
    listed.addAll(lists);
    return history;
  }

  private static List<Raw> interleave(Random random, List<List<Raw>> histories) {
    var sent = new ArrayList<Raw>();
    var positions = new int[histories.size()];
    var replays = 3;
    while (true) {
      var open = new ArrayList<Integer>();
      for (int i = 0; i < positions.length; i++) {
        if (positions[i] < histories.get(i).size()) {
          open.add(i);
        }
      }
      if (open.isEmpty()) {
        return sent;
      }
      var source = open.get(random.nextInt(open.size()));
      sent.add(histories.get(source).get(positions[source]++));
      if (replays > 0 && random.nextInt(5) == 0) {
        positions[source] = random.nextInt(positions[source] + 1);
        replays--;
      }
    }
  }

  private static Set<String> live(List<Event> events) {
    Map<String, Event> newest = new HashMap<>();
    for (var event : events) {
      if (event.getCurrent()) {
        newest.merge(
            event.getEntityKey(),
            event,
            (one, other) -> one.getRevision() > other.getRevision() ? one : other);
      }
    }
    var live = new HashSet<String>();
    newest.forEach((key, event) -> {
      if (!event.getDeleted()) {
        live.add(key);
      }
    });
    return live;
  }
}

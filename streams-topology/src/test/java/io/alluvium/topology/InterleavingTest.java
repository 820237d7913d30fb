package io.alluvium.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.schemas.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Sources report the same entities, each in its own order, each starting over now and then as
 * at-least-once delivery does: whatever the interleaving, the end is the same.
 */
final class InterleavingTest {
  private static final int RUNS = 300;

  private final TestStream stream = TestStream.ingest();
  private final Map<String, Event> newest = new HashMap<>();

  @AfterEach
  void close() {
    stream.close();
  }

  @Test
  void entitiesThatAnySourceListsLive() {
    for (int run = 0; run < RUNS; run++) {
      var random = new Random(run);
      var git = new Story(random, "git", run).absences(12);
      var mirror = new Story(random, "mirror", run).absences(12);
      send(interleave(random, List.of(git.told, mirror.told)));
      var listed = new HashSet<>(git.listed.keySet());
      listed.addAll(mirror.listed.keySet());
      assertThat(live(run).keySet()).as("run %d", run).isEqualTo(listed);
    }
  }

  @Test
  void entitiesThatASourceListsSinceTheLastStatedDeletionLive() {
    for (int run = 0; run < RUNS; run++) {
      var random = new Random(run);
      var git = new Story(random, "git", run).deletions(12);
      var mirror = new Story(random, "mirror", run).deletions(12);
      send(interleave(random, List.of(git.told, mirror.told)));
      var listed = new HashSet<String>();
      for (var story : List.of(git, mirror)) {
        story.listedAt.forEach((key, at) -> {
          if (at > git.stated(key) && at > mirror.stated(key)) {
            listed.add(key);
          }
        });
      }
      assertThat(live(run).keySet()).as("run %d", run).isEqualTo(listed);
    }
  }

  @Test
  void theLastWordOfASourceStands() {
    for (int run = 0; run < RUNS; run++) {
      var random = new Random(run);
      var story = new Story(random, "git", run).deletions(16);
      send(interleave(random, List.of(story.told)));
      assertThat(live(run)).as("run %d", run).isEqualTo(story.listed);
    }
  }

  @Test
  void readingAgainChangesNothing() {
    for (int run = 0; run < RUNS; run++) {
      var random = new Random(run);
      var git = new Story(random, "git", run).deletions(12);
      var mirror = new Story(random, "mirror", run).absences(12);
      var sent = new ArrayList<>(git.told);
      sent.addAll(mirror.told);
      send(sent);
      var live = live(run).keySet();
      send(sent);
      assertThat(live(run).keySet()).as("run %d", run).isEqualTo(live);
      send(sent);
      assertThat(stream.events()).as("run %d", run).isEmpty();
    }
  }

  private void send(List<Raw> raws) {
    stream.send(raws.toArray(Raw[]::new));
  }

  /** Entities of a run that live, with their text. */
  private Map<String, String> live(int run) {
    for (var event : stream.events()) {
      if (event.getCurrent()) {
        newest.merge(
            event.getEntityKey(),
            event,
            (one, other) -> one.getRevision() > other.getRevision() ? one : other);
      }
    }
    var live = new TreeMap<String, String>();
    newest.forEach((key, event) -> {
      if (!event.getDeleted() && key.contains("/" + run + "-")) {
        live.put(key, event.getText().orElseThrow());
      }
    });
    return live;
  }

  private static List<Raw> interleave(Random random, List<List<Raw>> stories) {
    var sent = new ArrayList<Raw>();
    var positions = new int[stories.size()];
    for (int replays = 3; ; ) {
      var open = open(positions, stories);
      if (open.isEmpty()) {
        return sent;
      }
      int source = open.get(random.nextInt(open.size()));
      sent.add(stories.get(source).get(positions[source]++));
      if (replays > 0 && random.nextInt(5) == 0) {
        positions[source] = random.nextInt(positions[source] + 1);
        replays--;
      }
    }
  }

  private static List<Integer> open(int[] positions, List<List<Raw>> stories) {
    var open = new ArrayList<Integer>();
    for (int i = 0; i < positions.length; i++) {
      if (positions[i] < stories.get(i).size()) {
        open.add(i);
      }
    }
    return open;
  }

  /** What one source says of three files of a run, in its own order. */
  private static final class Story {
    private final Random random;
    private final String source;
    private final int run;
    private final List<Raw> told = new ArrayList<>();
    private final Map<String, String> listed = new TreeMap<>();
    private final Map<String, Long> listedAt = new HashMap<>();
    private final Map<String, Long> statedAt = new HashMap<>();

    Story(Random random, String source, int run) {
      this.random = random;
      this.source = source;
      this.run = run;
    }

    /** Creations, edits and reverts; deletions only inferred. */
    Story absences(int length) {
      for (int i = 0; i < length; i++) {
        tell(i, false);
      }
      return this;
    }

    /** The same with deletions of both sorts. */
    Story deletions(int length) {
      for (int i = 0; i < length; i++) {
        tell(i, random.nextBoolean());
      }
      return this;
    }

    /** When this source last stated that the file was deleted. */
    long stated(String key) {
      return statedAt.getOrDefault(key, 0L);
    }

    private void tell(int i, boolean stated) {
      var text = "text " + random.nextInt(3);
      var file = Raw.file(run + "-" + random.nextInt(3), text).from(source);
      // Never the same for both sources: equal orders are told apart by who comes later.
      var at = 2 * (1 + i * 10L + random.nextInt(10)) + source.length() % 2;
      var raw = file.observed(at);
      var key = raw.event().getEntityKey();
      if (listed.containsKey(key) && random.nextInt(3) == 0) {
        told.add(stated ? raw.deleted() : raw.missing());
        listed.remove(key);
        listedAt.remove(key);
        if (stated) {
          statedAt.put(key, at);
        }
      } else {
        told.add(raw);
        listed.put(key, text);
        listedAt.put(key, at);
      }
    }
  }
}

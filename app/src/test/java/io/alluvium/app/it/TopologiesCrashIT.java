package io.alluvium.app.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.schemas.EnrichedEvent;
import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.NearDuplicate;
import io.alluvium.schemas.RawEvent;
import io.alluvium.schemas.Sighting;
import io.alluvium.schemas.Summary;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both topologies killed under load, again and again: what they leave is as if nothing was. */
@Tag("crash")
final class TopologiesCrashIT {
  private static final int KILLS = Integer.getInteger("crash.kills", 20);
  private static final int BATCH = 500;
  private static final int FILES = 1_500;

  /** So many texts there are; all others are variants of one of them. */
  private static final int THEMES = 150;

  private static final int WORDS = 60;

  @TempDir Path directory;

  private final Random random = new Random(Long.getLong("crash.seed", 20261120L));
  private long sent;

  /** What a run leaves on its topics, without the times. */
  private record Remains(
      List<String> events,
      List<String> deletions,
      List<String> sightings,
      Set<String> enriched,
      Set<String> nearDuplicates,
      Map<String, String> summaries) {}

  @Test
  void leaveWhatAnUndisturbedRunLeaves() throws Exception {
    var batches = IntStream.rangeClosed(0, KILLS).mapToObj(i -> batch()).toList();
    var undisturbed = run(directory.resolve("undisturbed"), batches, 0);
    assertThat(undisturbed.deletions()).isNotEmpty();
    assertThat(undisturbed.nearDuplicates()).hasSizeGreaterThan(THEMES);
    assertThat(undisturbed.summaries()).hasSizeGreaterThan(THEMES / 4);
    var killed = run(directory.resolve("killed"), batches, KILLS);
    assertThat(killed.events()).isEqualTo(undisturbed.events());
    assertThat(killed.deletions()).isEqualTo(undisturbed.deletions());
    assertThat(killed.sightings()).isEqualTo(undisturbed.sightings());
    assertThat(killed.enriched()).isEqualTo(undisturbed.enriched());
    assertThat(killed.nearDuplicates()).isEqualTo(undisturbed.nearDuplicates());
    assertThat(killed.summaries()).isEqualTo(undisturbed.summaries());
  }

  private Remains run(Path place, List<List<RawEvent>> batches, int kills) throws Exception {
    try (var bed = new TopologyBed(place)) {
      for (int kill = 0; kill < kills; kill++) {
        var process = TopologiesProcess.start(bed, place.resolve("state"));
        bed.send(batches.get(kill));
        if (random.nextBoolean()) {
          TopologiesProcess.awaitRunning(place.resolve("state"));
        }
        Thread.sleep(random.nextInt(2_000));
        process.destroyForcibly().waitFor();
      }
      for (var batch : batches.subList(kills, batches.size())) {
        bed.send(batch);
      }
      var process = TopologiesProcess.start(bed, place.resolve("state"));
      try {
        bed.awaitAllRead();
        // By then the last word of every conversation is quiet, and its summary written.
        Thread.sleep(4 * TopologyBed.QUIET.toMillis());
        bed.awaitAllRead();
        return remains(bed);
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
  }

  private static Remains remains(TopologyBed bed) throws Exception {
    var topics = TopologyBed.TOPICS;
    var events = bed.read(topics.events(), Event.class);
    // Of versions that were soon superseded, which met depends on how partitions were read.
    var newest = new HashMap<String, String>();
    events.forEach(event -> newest.put(event.getEntityKey(), event.getContentHash()));
    var edges =
        bed.read(topics.nearDuplicates(), NearDuplicate.class).stream()
            .filter(edge -> edge.getContentHash().equals(newest.get(edge.getEntityKey())))
            .filter(edge -> edge.getOtherHash().equals(newest.get(edge.getOtherKey())));
    return new Remains(
        sorted(events, TopologiesCrashIT::version),
        sorted(events.stream().filter(Event::getDeleted).toList(), TopologiesCrashIT::version),
        sorted(
            bed.read(topics.sightings(), Sighting.class),
            seen -> words(seen.getContentHash(), seen.getSource(), seen.getLive())),
        bed.read(topics.enriched(), EnrichedEvent.class).stream()
            .map(TopologiesCrashIT::enriched)
            .collect(Collectors.toSet()),
        edges
            .map(edge -> words(edge.getId(), edge.getEntityKey(), edge.getScore()))
            .collect(Collectors.toSet()),
        summaries(bed));
  }

  /** The last summary of each window; of one whose messages were deleted since there is none. */
  private static Map<String, String> summaries(TopologyBed bed) throws Exception {
    return bed.readLast(TopologyBed.TOPICS.summaries(), Summary.class).stream()
        .collect(
            Collectors.toMap(
                summary -> words(summary.getConversation(), summary.getWindowStart()),
                summary -> words(summary.getId(), summary.getSourceHashes(), summary.getText())));
  }

  private static <T> List<String> sorted(List<T> values, Function<T, String> word) {
    return values.stream().map(word).sorted().toList();
  }

  private static String version(Event event) {
    return words(
        event.getEntityKey(),
        event.getContentHash(),
        event.getRevision(),
        event.getType(),
        event.getCurrent());
  }

  private static String enriched(EnrichedEvent enriched) {
    enriched.getEnrichment().setEnrichedAt(Instant.EPOCH);
    return words(version(enriched.getEvent()), enriched.getEnrichment());
  }

  private static String words(Object... parts) {
    return Stream.of(parts).map(Objects::toString).collect(Collectors.joining(" "));
  }

  /** New files, edits, deletions, reports of another source, and what was sent before, again. */
  private List<RawEvent> batch() {
    var batch = new ArrayList<RawEvent>();
    for (int i = 0; i < BATCH; i++) {
      int file = random.nextInt(FILES);
      var event =
          TopologyBed.file(file + ".md", text(file % THEMES, file, random.nextInt(3)), ++sent);
      if (file % THEMES % 3 == 0) {
        event.setKind("comment");
        event.setThreadKey(EntityKey.githubIssue("github.com", 1, file % THEMES).value());
      }
      event.setSource(random.nextInt(5) == 0 ? "mirror" : "laptop");
      if (random.nextInt(10) == 0) {
        event.setDeletion("stated");
        event.setText(null);
      }
      batch.add(event);
    }
    return batch;
  }

  /** Words of the theme, but for one that tells the file and its version. */
  private static String text(int theme, int file, int version) {
    var words = new Random(theme);
    return IntStream.range(0, WORDS)
        .mapToObj(i -> {
          var word = Integer.toString(words.nextInt(50_000), 36);
          return i == (file + version) % WORDS ? "v" + version + "f" + file : word;
        })
        .collect(Collectors.joining(" "));
  }
}

package io.alluvium.app.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.schemas.Cursor;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.RawEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ingest killed under load, several times: every version once, every record counted once. */
@Tag("crash")
final class IngestCrashIT {
  private static final int KILLS = 4;
  private static final int BATCH = 5_000;
  private static final int FILES = 2_000;

  /** More than can be restored for anything that comes later. */
  private static final int MANY = 50_000;

  @TempDir Path directory;

  private final Random random = new Random(Long.getLong("crash.seed", 20261120L));
  private final Map<String, String> newest = new HashMap<>();
  private long sent;
  private long versions;

  @Test
  void publishesEveryVersionOnceAndCountsEveryRecordOnce() throws Exception {
    try (var bed = new TopologyBed(directory)) {
      for (int kill = 0; kill < KILLS; kill++) {
        var process = IngestProcess.start(bed, directory.resolve("state"));
        bed.send(batch());
        Thread.sleep(2_500 + random.nextInt(4_000));
        process.destroyForcibly().waitFor();
      }
      bed.send(batch());
      var process = IngestProcess.start(bed, directory.resolve("state"));
      try {
        var cursors = bed.read(TopologyBed.TOPICS.cursors(), Cursor.class, this::allRead);
        assertThat(latest(cursors).stream().mapToLong(Cursor::getRead).sum()).isEqualTo(sent);
        assertThat(latest(cursors).stream().mapToLong(Cursor::getPublished).sum())
            .isEqualTo(versions);
        var published =
            bed.read(TopologyBed.TOPICS.events(), Event.class, all -> all.size() >= versions);
        assertThat(published).hasSize((int) versions);
        assertRevisionsHaveNoHoles(published);
        assertThat(current(published)).isEqualTo(newest);
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void restoresAfterAKillOnlyWhatCameSinceItsLastStop() throws Exception {
    var state = directory.resolve("state");
    try (var bed = new TopologyBed(directory)) {
      var filled = IngestProcess.start(bed, state);
      bed.send(IntStream.range(0, MANY).mapToObj(this::distinct).toList());
      bed.read(TopologyBed.TOPICS.events(), Event.class, all -> all.size() >= MANY);
      filled.destroy();
      filled.waitFor();

      var killed = IngestProcess.start(bed, state);
      assertThat(IngestProcess.restored(state)).isZero();
      bed.send(batch());
      bed.read(TopologyBed.TOPICS.events(), Event.class, all -> all.size() > MANY + BATCH / 4);
      killed.destroyForcibly().waitFor();

      var process = IngestProcess.start(bed, state);
      try {
        // At most an entity and two rows of a superseded hash for each record, and some cursors.
        assertThat(IngestProcess.restored(state)).isPositive().isLessThan(4L * BATCH);
        var published =
            bed.read(
                TopologyBed.TOPICS.events(), Event.class, all -> all.size() >= MANY + versions);
        assertThat(published).hasSize((int) (MANY + versions));
        assertRevisionsHaveNoHoles(published);
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void restoresNothingMuchAfterASleepInWhichItsTransactionsWereAborted() throws Exception {
    var state = directory.resolve("state");
    try (var bed = new TopologyBed(directory)) {
      var process = IngestProcess.start(bed, state);
      try {
        bed.send(IntStream.range(0, MANY).mapToObj(this::distinct).toList());
        bed.read(TopologyBed.TOPICS.events(), Event.class, all -> all.size() > MANY / 2);
        IngestProcess.signal(process, "STOP");
        bed.send(batch());
        // The broker aborts a transaction after 10 s, and ends the member's session.
        Thread.sleep(25_000);
        IngestProcess.signal(process, "CONT");
        var published =
            bed.read(
                TopologyBed.TOPICS.events(), Event.class, all -> all.size() >= MANY + versions);
        assertThat(published).hasSize((int) (MANY + versions));
        assertRevisionsHaveNoHoles(published);
        assertThat(IngestProcess.restored(state)).isLessThan(MANY / 2);
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
  }

  private RawEvent distinct(int i) {
    return TopologyBed.file("distinct/" + i, "text", ++sent);
  }

  /** New files, edits, reverts and what was sent before, again. */
  private List<RawEvent> batch() {
    var batch = new ArrayList<RawEvent>();
    for (int i = 0; i < BATCH; i++) {
      var path = random.nextInt(FILES) + ".txt";
      var text = "text " + random.nextInt(3);
      batch.add(TopologyBed.file(path, text, ++sent));
      if (!text.equals(newest.put(path, text))) {
        versions++;
      }
    }
    return batch;
  }

  private boolean allRead(List<Cursor> cursors) {
    return latest(cursors).stream().mapToLong(Cursor::getRead).sum() >= sent;
  }

  private static Collection<Cursor> latest(List<Cursor> cursors) {
    var latest = new HashMap<Integer, Cursor>();
    cursors.forEach(cursor -> latest.put(cursor.getPartition(), cursor));
    return latest.values();
  }

  private static void assertRevisionsHaveNoHoles(List<Event> events) {
    var next = new HashMap<String, Long>();
    for (var event : events) {
      long revision = next.merge(event.getEntityKey(), 1L, Long::sum) - 1;
      assertThat(event.getRevision()).as(event.getEntityKey()).isEqualTo(revision);
    }
  }

  private static Map<String, String> current(List<Event> events) {
    var current = new HashMap<String, String>();
    events.forEach(
        event -> current.put(event.getTitle().orElseThrow(), event.getText().orElseThrow()));
    return current;
  }
}

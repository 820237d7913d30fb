package io.alluvium.sinks.lucene;

import static io.alluvium.sinks.TestEvent.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.sinks.AgeingShard;
import io.alluvium.sinks.TierOffsets;
import io.alluvium.sinks.TierRecord;
import io.alluvium.sinks.VersionId;
import io.alluvium.sinks.WatchedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that commits a shard, drops a slice of it, makes it anew and merges is killed before
 * every change of a file.
 */
@Tag("crash")
final class ShardCrashIT {
  private static final TopicPartition EVENTS = new TopicPartition("alluvium.events", 0);
  private static final LocalDate FIRST = LocalDate.of(2026, 3, 1);
  private static final int RECORDS = 8;
  private static final int KILLED = 137;

  @TempDir Path directory;

  @Test
  void killedAtEveryStepNothingIsLostTwiceOrLeftBehind() throws Exception {
    var steps = new TreeSet<String>();
    for (int step = 1; ; step++) {
      var below = directory.resolve("at" + step);
      int code = child(below, step);
      assertThat(code).isIn(0, KILLED);
      var killedAt = below.resolve("killed");
      var where = code == KILLED ? Files.readString(killedAt) : "nowhere";
      Files.deleteIfExists(killedAt);
      assertWhole(below, step + ": " + where);
      if (code == 0) {
        break;
      }
      steps.add(where.replaceAll("_[0-9a-z]+|[0-9]+", "*"));
    }
    assertThat(steps)
        .contains(
            "make directory *",
            "make pending**",
            "force pending**",
            "move pending** to segments*",
            "make directory *.new",
            "move * to *.old",
            "move *.new to *",
            "delete *.old");
  }

  private static int child(Path below, int step) throws Exception {
    Files.createDirectories(below);
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            below.toString(),
            Integer.toString(step));
    var output = below.resolveSibling("output").toFile();
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output)
        .start()
        .waitFor();
  }

  private static void assertWhole(Path below, String when) throws IOException {
    try (var bed = new TierBed(Layout.HOT, below)) {
      var shard = bed.tier.open(0);
      int read = read(shard);
      boolean dropped = shard.oldestDay().isAfter(LocalDate.EPOCH);
      assertThat(versions(shard)).as(when).isEqualTo(expected(read, dropped));
      goOn(shard);
      age(shard);
      assertThat(versions(shard)).as(when).isEqualTo(expected(RECORDS, true));
      assertThat(bed.tier.damage(0)).as(when).isEmpty();
    }
    assertThat(names(below)).as(when).containsExactly("0");
    // Opened once more: what was merged away goes then.
    try (var bed = new TierBed(Layout.HOT, below)) {
      assertThat(read(bed.tier.open(0))).as(when).isEqualTo(RECORDS);
    }
    var shard = below.resolve("0");
    try (var files = FSDirectory.open(shard)) {
      var named = Set.copyOf(SegmentInfos.readLatestCommit(files).files(true));
      assertThat(names(shard)).as(when).allMatch(n -> named.contains(n) || n.equals("write.lock"));
    }
  }

  private static List<String> names(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static int read(AgeingShard shard) {
    return (int) shard.offsets().of(EVENTS).orElse(0);
  }

  /** Two commits a day, each of two records, until all are read. */
  private static void goOn(AgeingShard shard) {
    for (int next = read(shard); next < RECORDS; ) {
      shard.apply(record(next++));
      shard.apply(record(next++));
      shard.commit(new TierOffsets(Map.of(EVENTS, (long) next)));
    }
  }

  private static void age(AgeingShard shard) {
    if (!shard.oldestDay().isAfter(FIRST)) {
      assertThat(shard.drop(FIRST, shard.slices().digest(FIRST))).isTrue();
      shard.commit(shard.offsets());
    }
  }

  /** As from the archive: everything, and then dropped again what had been. */
  private static void makeAnew(LuceneTier tier) {
    try (var fresh = tier.rebuild(0, LocalDate.EPOCH)) {
      for (int number = 0; number < RECORDS; number++) {
        fresh.apply(record(number));
      }
      fresh.commit(new TierOffsets(Map.of(EVENTS, (long) RECORDS)));
      age(fresh);
    }
    tier.replace(0);
  }

  private static TierRecord.Version record(int number) {
    var record = version("file:" + number % 5, number / 5, "text " + number).bare();
    record
        .event()
        .setIngestedAt(FIRST.plusDays(number / 4).atTime(12, 0).toInstant(ZoneOffset.UTC));
    return record;
  }

  private static Set<VersionId> versions(AgeingShard shard) {
    return shard.slices().days().keySet().stream()
        .flatMap(day -> shard.slices().versions(day).stream())
        .collect(Collectors.toSet());
  }

  private static Set<VersionId> expected(int read, boolean dropped) {
    var versions = new ArrayList<VersionId>();
    for (int number = dropped ? 4 : 0; number < read; number++) {
      var event = record(number).event();
      versions.add(new VersionId(event.getContentHash(), event.getRevision()));
    }
    return Set.copyOf(versions);
  }

  /** What is killed. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      var below = Path.of(arguments[0]);
      var left = new AtomicInteger(Integer.parseInt(arguments[1]));
      WatchedFiles.Steps steps =
          what -> {
            if (left.decrementAndGet() == 0) {
              Files.writeString(below.resolve("killed"), what);
              Runtime.getRuntime().halt(KILLED);
            }
          };
      try (var bed = new TierBed(Layout.HOT, WatchedFiles.below(below, steps))) {
        var shard = bed.tier.open(0);
        goOn(shard);
        age(shard);
        makeAnew(bed.tier);
        var replaced = bed.tier.open(0);
        assertThat(read(replaced)).isEqualTo(RECORDS);
      }
      Runtime.getRuntime().halt(0);
    }
  }
}

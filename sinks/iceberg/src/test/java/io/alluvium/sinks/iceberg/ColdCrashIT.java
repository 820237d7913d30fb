package io.alluvium.sinks.iceberg;

import static io.alluvium.sinks.TestEvent.version;
import static io.alluvium.sinks.iceberg.TestTables.offsets;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that commits and keeps its tables in order is killed at every operation on a file,
 * before it and after it, each time going on in the directory that the last one left.
 */
@Tag("crash")
final class ColdCrashIT {
  private static final ColdMaintenance.Limits AT_ONCE =
      new ColdMaintenance.Limits(Duration.ZERO, Duration.ZERO, 64L << 20, 2);
  private static final int COMMITS = 4;
  private static final int KILLED = 137;

  @TempDir Path directory;

  @Test
  void killedAtEveryStepNothingIsLostTwiceOrLeftBehind() throws Exception {
    int killed = 0;
    for (int operation = 1, left = 2; left > 0; operation++) {
      var below = directory.resolve("at" + operation);
      for (boolean happens : new boolean[] {false, true}) {
        int code = child(below.resolve(Boolean.toString(happens)), operation, happens);
        assertThat(code).isIn(0, KILLED);
        killed += code == KILLED ? 1 : 0;
        left -= code == 0 ? 1 : 0;
        assertWhole(below.resolve(Boolean.toString(happens)));
      }
    }
    assertThat(killed).isGreaterThan(40);
  }

  private static int child(Path below, int operation, boolean happens) throws Exception {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            below.toString(),
            Integer.toString(operation),
            Boolean.toString(happens));
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  private static void assertWhole(Path below) throws IOException {
    try (var tier = tier(below)) {
      goOn(tier);
      tier.maintenance(AT_ONCE).run(none -> {});
      tier.maintenance(AT_ONCE).run(none -> {});
      var revisions = new ArrayList<Long>();
      tier.rows()
          .committed(
              ColdTable.EVENTS,
              Expressions.alwaysTrue(),
              ColdTable.EVENTS.schema(),
              row -> revisions.add(Values.required(row, "revision", Long.class)));
      assertThat(revisions).containsExactlyInAnyOrder(0L, 1L, 2L, 3L);
      var table = tier.rows().committed(ColdTable.EVENTS).orElseThrow();
      try (var files = Files.walk(below.resolve("warehouse/alluvium/events"))) {
        assertThat(
                files.filter(Files::isRegularFile).map(Path::toString).collect(Collectors.toSet()))
            .containsExactlyInAnyOrderElementsOf(OrphanFiles.named(table));
      }
      assertThat(tier.verification().run(none -> {})).isEmpty();
    }
  }

  /** Commits what the table does not have yet, one version each. */
  private static void goOn(ColdTier tier) {
    var shard = tier.open(0);
    long read = shard.offsets().next().values().stream().mapToLong(Long::longValue).sum();
    for (long next = read; next < COMMITS; next++) {
      shard.apply(version("file:a", next, "text " + next).bare());
      shard.commit(offsets(0, next + 1, 0));
    }
  }

  private static ColdTier tier(Path below) {
    var local = TestTables.config(below);
    return new ColdTier(
        new ColdConfig(
            local.catalog(),
            local.warehouse(),
            local.staging(),
            local.namespace(),
            Map.of("io-impl", FailingFileIO.class.getName())),
        TestTables.TOPICS);
  }

  /** What is killed. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      FailingFileIO.haltAt(Integer.parseInt(arguments[1]), Boolean.parseBoolean(arguments[2]));
      try (var tier = tier(Path.of(arguments[0]))) {
        goOn(tier);
        tier.maintenance(AT_ONCE).run(none -> {});
      }
      Runtime.getRuntime().halt(0);
    }
  }
}

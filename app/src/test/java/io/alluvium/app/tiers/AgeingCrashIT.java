package io.alluvium.app.tiers;

import static io.alluvium.app.tiers.SteppedTiers.DAY;
import static io.alluvium.app.tiers.SteppedTiers.SHARDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that lets slices age on three real tiers is killed at every step of it. */
@Tag("crash")
final class AgeingCrashIT {
  private static final int KILLED = 137;
  private static final Instant NOW = DAY.plusDays(9).atStartOfDay().toInstant(ZoneOffset.UTC);

  @TempDir Path directory;

  @Test
  void killedAtEveryStepItLosesNothingAndEndsTheSame() throws Exception {
    var steps = new ArrayList<String>();
    for (int step = 1; ; step++) {
      var below = directory.resolve("at" + step);
      int code = child(below, step);
      assertThat(code).isIn(0, KILLED);
      assertWhole(below);
      if (code == 0) {
        break;
      }
      steps.add(Files.readString(below.resolve("killed")));
    }
    assertThat(steps)
        .contains(
            "before VERIFIED of hot/0 2026-03-01",
            "before the drop of hot 2026-03-01",
            "between drop and commit of hot 2026-03-01",
            "after the drop of hot 2026-03-01",
            "before DROPPED of hot/0 2026-03-01",
            "after DROPPED of hot/0 2026-03-02");
  }

  /** As after a restart: what was broken off goes on. */
  private static void assertWhole(Path below) {
    try (var tiers = new SteppedTiers(below, what -> {}, () -> NOW)) {
      var held = tiers.hot.slices(0).versions(DAY);
      assertThat(held.size()).isIn(0, 3);
      assertThat(tiers.ageing().round(SHARDS)).isEmpty();
      assertThat(tiers.hot.slices(0).days().keySet()).containsExactly(DAY.plusDays(8));
      assertThat(tiers.warm.slices(0).versions(DAY)).hasSize(3);
      assertThat(tiers.cold.slices(0).versions(DAY)).hasSize(3);
      assertThat(tiers.ledger.all())
          .extracting(record -> record.getDay() + " " + record.getState())
          .containsExactlyInAnyOrder("2026-03-01 DROPPED", "2026-03-02 DROPPED");
      assertThat(tiers.ledger.all()).allMatch(record -> record.getDigest().length() == 64);
    }
  }

  private static int child(Path below, int step) throws Exception {
    Files.createDirectories(below);
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
            Integer.toString(step));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(below.resolve("output").toFile())
        .start()
        .waitFor();
  }

  /** What is killed. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      var below = Path.of(arguments[0]);
      var left = new AtomicInteger(Integer.parseInt(arguments[1]));
      SteppedTiers.Steps steps =
          what -> {
            if (left.decrementAndGet() == 0) {
              try {
                Files.writeString(below.resolve("killed"), what);
              } catch (IOException failure) {
                throw new UncheckedIOException(failure);
              }
              Runtime.getRuntime().halt(KILLED);
            }
          };
      try (var tiers = new SteppedTiers(below, steps, () -> NOW)) {
        tiers.feed();
        tiers.ageing().round(SHARDS);
      }
      Runtime.getRuntime().halt(0);
    }
  }
}

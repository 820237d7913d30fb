package io.alluvium.app.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The clock: not obviously wrong, and the same as the file system's. */
final class ClockCheck {
  private static final String CHECK = "clock";
  private static final Instant WRITTEN = Instant.parse("2026-11-01T00:00:00Z");
  private static final Duration TOLERATED = Duration.ofSeconds(2);

  private ClockCheck() {}

  static List<Finding> look(Patient patient) {
    var now = Instant.now();
    if (now.isBefore(WRITTEN)) {
      return List.of(
          Finding.fail(CHECK, now + " is before this program was written", "Set the clock."));
    }
    try {
      var probe = Files.createTempFile("alluvium-clock", "");
      var written = Files.getLastModifiedTime(probe).toInstant();
      Files.delete(probe);
      return List.of(judge(now, written));
    } catch (IOException e) {
      return List.of(
          Finding.warn(CHECK, "Cannot write a temporary file: " + e.getMessage(), "Check TMPDIR."));
    }
  }

  static Finding judge(Instant now, Instant written) {
    var apart = Duration.between(now, written).abs();
    return apart.compareTo(TOLERATED) > 0
        ? Finding.warn(
            CHECK,
            "The file system's clock is " + apart.toSeconds() + " s off",
            "Synchronise both machines' clocks.")
        : Finding.ok(CHECK, now.toString());
  }
}

package io.alluvium.app.cli;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as a person reads them, as seen from the session's clock and time zone. */
final class Times {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
  private static final DateTimeFormatter CLOCK_TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private final Clock clock;

  Times(Clock clock) {
    this.clock = clock;
  }

  /** How long ago, within a week; else the date. Empty for what is not an ISO instant. */
  String ago(String instant) {
    try {
      return ago(Instant.parse(instant));
    } catch (DateTimeException notATime) {
      return "";
    }
  }

  private String ago(Instant instant) {
    var age = Duration.between(instant, clock.instant());
    if (age.isNegative() || age.toDays() >= 7) {
      return MINUTE.format(instant.atZone(clock.getZone()));
    }
    if (age.toDays() >= 1) {
      return counted(age.toDays(), "day");
    }
    if (age.toHours() >= 1) {
      return counted(age.toHours(), "hour");
    }
    return age.toMinutes() >= 1 ? counted(age.toMinutes(), "minute") : "just now";
  }

  /** Time of day, to the second. */
  String timeOfDay(Instant instant) {
    return CLOCK_TIME.format(instant.atZone(clock.getZone()));
  }

  private static String counted(long number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s") + " ago";
  }
}

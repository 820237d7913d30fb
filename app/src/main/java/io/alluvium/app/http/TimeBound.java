package io.alluvium.app.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A point in time as a person writes it: {@code 7d}, {@code 2026-11-20}, an ISO instant. */
final class TimeBound {
  private static final Pattern AGE = Pattern.compile("(\\d{1,6})([smhdw])");

  /** Ten thousand years; beyond, microseconds do not fit into a long. */
  private static final long FARTHEST = 315_576_000_000L;

  private TimeBound() {}

  /**
   * Reads a time.
   *
   * @param now what ages count from
   * @throws IllegalArgumentException if it is none; the message says what is
   */
  static Instant parse(String text, Instant now) {
    var age = AGE.matcher(text);
    if (age.matches()) {
      return now.minus(unit(age.group(2)).multipliedBy(Long.parseLong(age.group(1))));
    }
    try {
      var time =
          text.contains("T")
              ? Instant.parse(text)
              : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
      if (Math.abs(time.getEpochSecond()) <= FARTHEST) {
        return time;
      }
    } catch (DateTimeException e) {
      throw wrong(text, e);
    }
    throw wrong(text, null);
  }

  private static IllegalArgumentException wrong(String text, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        "since must be an age (30m, 24h, 7d, 4w), a date (2026-11-20) or an instant"
            + " (2026-11-20T08:00:00Z), was '"
            + text
            + "'",
        cause);
  }

  private static Duration unit(String letter) {
    return switch (letter) {
      case "s" -> Duration.ofSeconds(1);
      case "m" -> Duration.ofMinutes(1);
      case "h" -> Duration.ofHours(1);
      case "d" -> Duration.ofDays(1);
      case "w" -> Duration.ofDays(7);
      default -> throw new IllegalArgumentException("No such unit: " + letter);
    };
  }
}

package io.alluvium.simulators.github.rest;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/**
 * A range of times in the syntax of upstream's search: {@code >=2024-01-01}, {@code a..b}.
 *
 * @param from first second in it
 * @param to last second in it
 */
record TimeRange(long from, long to) {
  private static final long DAY = 86_400;

  static TimeRange parse(String text) {
    try {
      int dots = text.indexOf("..");
      if (dots >= 0) {
        String first = text.substring(0, dots);
        String last = text.substring(dots + 2);
        return new TimeRange(
            first.equals("*") ? 0 : first(first), last.equals("*") ? Long.MAX_VALUE : last(last));
      }
      if (text.startsWith(">=")) {
        return new TimeRange(first(text.substring(2)), Long.MAX_VALUE);
      }
      if (text.startsWith("<=")) {
        return new TimeRange(0, last(text.substring(2)));
      }
      if (text.startsWith(">")) {
        return new TimeRange(last(text.substring(1)) + 1, Long.MAX_VALUE);
      }
      if (text.startsWith("<")) {
        return new TimeRange(0, first(text.substring(1)) - 1);
      }
      return new TimeRange(first(text), last(text));
    } catch (DateTimeParseException notATime) {
      throw new ApiErrorException(422, "Validation Failed: created is not a range of times");
    }
  }

  boolean contains(long seconds) {
    return seconds >= from && seconds <= to;
  }

  private static long first(String time) {
    return time.length() == 10
        ? LocalDate.parse(time).atStartOfDay(ZoneOffset.UTC).toEpochSecond()
        : instant(time);
  }

  private static long last(String time) {
    return time.length() == 10 ? first(time) + DAY - 1 : instant(time);
  }

  private static long instant(String time) {
    return Instant.parse(time).getEpochSecond();
  }
}

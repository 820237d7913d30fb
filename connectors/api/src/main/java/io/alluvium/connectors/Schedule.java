package io.alluvium.connectors;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.regex.Pattern;

/** When a source looks for what is new: all the time, at intervals, or at times of the clock. */
@FunctionalInterface
interface Schedule {
  /** All the time. */
  Schedule CONTINUOUS = now -> Duration.ZERO;

  /** What {@link #parse} understands, for people. */
  String FORM = "continuous, an interval such as 30s, 5m or 2h, or cron such as */5 * * * *";

  /** How long to rest when everything there was has been read. */
  Duration rest(ZonedDateTime now);

  /**
   * Reads a schedule.
   *
   * @param text as {@link #FORM} says; cron has the five fields of Unix, in the time zone of the
   *     process
   * @throws IllegalArgumentException if it is none
   */
  static Schedule parse(String text) {
    var trimmed = text.strip();
    if (trimmed.equals("continuous")) {
      return CONTINUOUS;
    }
    var interval = Pattern.compile("([1-9][0-9]{0,8})(s|m|h|d)").matcher(trimmed);
    if (interval.matches()) {
      var unit = interval.group(2).equals("d") ? "P%sD" : "PT%s" + interval.group(2);
      var rest = Duration.parse(unit.formatted(interval.group(1)));
      return now -> rest;
    }
    var times =
        ExecutionTime.forCron(
            new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX))
                .parse(trimmed));
    return now -> times.timeToNextExecution(now).orElse(Duration.ofDays(1));
  }
}

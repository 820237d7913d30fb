package io.alluvium.app.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How far back to look: a number and a unit, such as {@code 90m}, {@code 12h}, {@code 7d} or {@code
 * 2w}.
 *
 * @param text as written, which is also what the API takes
 * @param length the same as a duration
 */
record Since(String text, Duration length) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,6})([smhdw])");

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if it is not a number and a unit
   */
  static Since parse(String text) {
    var matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a length of time; write a number and s, m, h, d or w, such as 7d");
    }
    long number = Long.parseLong(matcher.group(1));
    var length =
        switch (matcher.group(2)) {
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          case "d" -> Duration.ofDays(number);
          default -> Duration.ofDays(7 * number);
        };
    return new Since(matcher.group(), length);
  }

  /** Lets picocli read it, with our own words when it is wrong. */
  static final class Converter implements ITypeConverter<Since> {
    @Override
    public Since convert(String value) {
      try {
        return parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}

package io.alluvium.connectors.slack;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Arithmetic on Slack's {@code ts}: seconds and microseconds since 1970, as text. A ts is the name
 * of a message, so it is kept as text and never becomes a floating-point number.
 */
final class Ts {
  private static final long MICROS = 1_000_000L;
  private static final int FRACTION = 6;

  private Ts() {}

  static long micros(String ts) {
    int dot = ts.indexOf('.');
    if (dot < 0) {
      return Long.parseLong(ts) * MICROS;
    }
    var fraction = (ts.substring(dot + 1) + "000000").substring(0, FRACTION);
    return Long.parseLong(ts.substring(0, dot)) * MICROS + Long.parseLong(fraction);
  }

  static String of(long micros) {
    var fraction = Long.toString(MICROS + micros % MICROS).substring(1);
    return micros / MICROS + "." + fraction;
  }

  static long of(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  static Instant instant(String ts) {
    return Instant.EPOCH.plus(micros(ts), ChronoUnit.MICROS);
  }
}

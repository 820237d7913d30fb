package io.alluvium.simulators.slack;

/** Slack's {@code ts}: seconds and microseconds, and the name of a message within its channel. */
final class Ts {
  private static final long MICROS = 1_000_000L;

  private Ts() {}

  static String text(long micros) {
    return String.format("%d.%06d", micros / MICROS, micros % MICROS);
  }

  /** Microseconds of a ts, or of a whole number of seconds. */
  static long micros(String text) {
    int dot = text.indexOf('.');
    if (dot < 0) {
      return Long.parseLong(text) * MICROS;
    }
    var fraction = (text.substring(dot + 1) + "000000").substring(0, 6);
    return Long.parseLong(text.substring(0, dot)) * MICROS + Long.parseLong(fraction);
  }
}

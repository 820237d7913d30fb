package io.alluvium.connectors.postgres;

/** Positions in the write-ahead log: a number here, {@code 16/B374D848} where people read it. */
final class Lsn {
  private Lsn() {}

  /** As Postgres writes it. */
  static String text(long lsn) {
    return "%X/%X".formatted(lsn >>> 32, lsn & 0xFFFFFFFFL);
  }

  /** Reads what Postgres writes. */
  static long parse(String text) {
    int slash = text.indexOf('/');
    return Long.parseLong(text.substring(0, slash), 16) << 32
        | Long.parseLong(text.substring(slash + 1), 16);
  }
}

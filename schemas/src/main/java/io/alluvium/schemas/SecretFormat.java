package io.alluvium.schemas;

/** One known way a secret looks, found by a literal that is part of it or stands before it. */
interface SecretFormat {
  /** Answer of {@link #match} when there is no secret. */
  long NONE = 0;

  /** Name that stands in place of the secret. */
  String name();

  /** Literal to look for, case-sensitive. */
  String literal();

  /**
   * Looks at one place where the literal stands.
   *
   * <p>Must not look further than the end of the secret it finds, or than the next place where the
   * literal may stand, by more than a constant: that keeps the whole search linear.
   *
   * @return {@link #NONE} or a {@link #span}
   */
  long match(String text, int at);

  /** Packs where a secret starts and ends, so that looking makes no garbage. */
  static long span(int start, int end) {
    return ((long) start << 32) | end;
  }

  static int start(long span) {
    return (int) (span >>> 32);
  }

  static int end(long span) {
    return (int) span;
  }
}

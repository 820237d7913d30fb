package io.alluvium.connectors.github;

import io.alluvium.connectors.Position;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * How far one stream of a repository was read. Times are as GitHub writes them, to the second;
 * empty where there is none yet.
 *
 * @param generation names the reading since the last reset; what was published before counts anew
 * @param fresh whether nothing at all was known when it began
 * @param from end of what is claimed, on the axis
 * @param asOf when the pass under way began, by GitHub's clock; empty between passes
 * @param cursor where the pass goes on, or how far it goes back
 * @param top newest time the pass has seen, where it goes back
 * @param next address of the next page, as GitHub gave it; empty for the first one
 * @param listed when everything was last listed completely
 * @param owing whether a pass was cut off, so that nothing is proven before the next complete
 *     listing
 */
record StreamPosition(
    String generation,
    boolean fresh,
    String from,
    String asOf,
    String cursor,
    String top,
    String next,
    String listed,
    boolean owing)
    implements Position {
  private static final String PRIVATE = "-";
  private static final String GENERATION = "generation";
  private static final String FRESH = "fresh";
  private static final String FROM = "from";
  private static final String AS_OF = "as.of";
  private static final String CURSOR = "since";
  private static final String TOP = "top";
  private static final String NEXT = "next";
  private static final String LISTED = "listed";
  private static final String OWING = "owing";

  /** Where nothing was read yet. */
  static StreamPosition begin(Instant now, boolean isPrivate, boolean fresh, String cursor) {
    var generation =
        Long.toString(now.toEpochMilli(), Character.MAX_RADIX) + (isPrivate ? PRIVATE : "");
    return new StreamPosition(generation, fresh, "", "", cursor, "", "", "", false);
  }

  static StreamPosition of(Map<String, String> offset) {
    return new StreamPosition(
        offset.getOrDefault(GENERATION, ""),
        Boolean.parseBoolean(offset.get(FRESH)),
        offset.getOrDefault(FROM, ""),
        offset.getOrDefault(AS_OF, ""),
        offset.getOrDefault(CURSOR, ""),
        offset.getOrDefault(TOP, ""),
        offset.getOrDefault(NEXT, ""),
        offset.getOrDefault(LISTED, ""),
        Boolean.parseBoolean(offset.get(OWING)));
  }

  @Override
  public Map<String, String> toOffset() {
    return Map.of(
        GENERATION, generation,
        FRESH, Boolean.toString(fresh),
        FROM, from,
        AS_OF, asOf,
        CURSOR, cursor,
        TOP, top,
        NEXT, next,
        LISTED, listed,
        OWING, Boolean.toString(owing));
  }

  /** Whether everything of this reading was published as private. */
  boolean isPrivate() {
    return generation.endsWith(PRIVATE);
  }

  /** Whether a pass is under way. */
  boolean isUnderWay() {
    return !asOf.isEmpty();
  }

  /** In a pass that began at a time. */
  StreamPosition begun(Instant at) {
    return new StreamPosition(generation, fresh, from, text(at), cursor, top, next, listed, owing);
  }

  /** At another page of the pass. */
  StreamPosition at(String newCursor, String newTop, String newNext) {
    return new StreamPosition(
        generation, fresh, from, asOf, newCursor, newTop, newNext, listed, owing);
  }

  /** Cut off before the end of the pass. */
  StreamPosition cutOff() {
    return new StreamPosition(generation, false, from, asOf, cursor, top, next, listed, true);
  }

  /** After the pass, which has nothing to claim. */
  StreamPosition ended() {
    return new StreamPosition(generation, fresh, from, "", cursor, "", "", listed, owing);
  }

  /** After a pass with which everything up to a time is claimed. */
  StreamPosition claimed(Instant to) {
    return new StreamPosition(generation, false, micros(to), "", cursor, "", "", listed, owing);
  }

  /** After a complete listing that began at a time. */
  StreamPosition listed(Instant at) {
    return new StreamPosition(generation, false, micros(at), "", cursor, "", "", text(at), false);
  }

  /** A time as it stands on the axis. */
  static String micros(Instant time) {
    return Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, time));
  }

  static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}

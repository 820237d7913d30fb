package io.alluvium.connectors;

/**
 * How far a first reading has come.
 *
 * @param done entities returned
 * @param total entities listed, or -1 while the listing is not finished
 */
public record Backfill(long done, long total) {
  /** Nothing is known yet. */
  public static final Backfill UNKNOWN = new Backfill(0, -1);

  /** Both together; the total is known when both are. */
  public Backfill plus(Backfill other) {
    return new Backfill(done + other.done, total < 0 || other.total < 0 ? -1 : total + other.total);
  }
}

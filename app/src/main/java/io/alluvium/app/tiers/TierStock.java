package io.alluvium.app.tiers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a tier keeps.
 *
 * @param tier its name
 * @param versions versions of events
 * @param bytes of its files, whatever they hold
 * @param from first day of which it has anything; null when it has nothing
 * @param to last such day
 * @param dropped up to which day it has dropped slices; null when it never has
 * @param skipped late records of dropped days that it passed over since the start
 * @param days versions by UTC day of {@code ingestedAt}
 * @param error why it cannot be counted; null when it can
 */
public record TierStock(
    String tier,
    long versions,
    long bytes,
    @Nullable String from,
    @Nullable String to,
    @Nullable String dropped,
    long skipped,
    List<Day> days,
    @Nullable String error) {
  /**
   * One day.
   *
   * @param day in ISO 8601
   * @param versions how many
   */
  public record Day(String day, long versions) {}
}

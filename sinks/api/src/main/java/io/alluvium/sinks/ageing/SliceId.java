package io.alluvium.sinks.ageing;

import io.alluvium.schemas.SliceAgeing;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Names a slice of a tier.
 *
 * @param tier name of the tier
 * @param shard its partition
 * @param day UTC day of {@code ingestedAt}
 */
public record SliceId(String tier, int shard, LocalDate day) {
  /** The slice that a record of topic {@code ageing} is about. */
  public static SliceId of(SliceAgeing record) {
    return new SliceId(record.getTier(), record.getShard(), LocalDate.parse(record.getDay()));
  }

  /** When its day is over. */
  public Instant end() {
    return day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  /** As people read it: {@code hot/3 2026-11-19}. */
  @Override
  public String toString() {
    return tier + "/" + shard + " " + day;
  }
}

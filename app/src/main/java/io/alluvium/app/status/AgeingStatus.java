package io.alluvium.app.status;

import java.util.Map;

/**
 * How slices age, as of the last round.
 *
 * @param slices by tier and state, how many there are
 * @param failed by tier, slices whose last proof failed
 * @param oldestDays by tier, the age in days of the oldest slice that it has not dropped
 * @param skipped by tier, late records of dropped days passed over since the start
 */
public record AgeingStatus(
    Map<String, Map<String, Long>> slices,
    Map<String, Long> failed,
    Map<String, Long> oldestDays,
    Map<String, Long> skipped) {}

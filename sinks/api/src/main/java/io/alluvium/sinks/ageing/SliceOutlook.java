package io.alluvium.sinks.ageing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a slice that a tier has.
 *
 * @param slice which
 * @param versions versions the tier has of it
 * @param leaving of those, the ones that a drop would take out now
 * @param due when it may be judged, at the earliest
 * @param state how far it is; null before it is due
 * @param why what it waits for
 */
public record SliceOutlook(
    SliceId slice,
    long versions,
    long leaving,
    Instant due,
    @Nullable SliceState state,
    String why) {}

/**
 * Tiers: durable projections of {@code events} and {@code enriched}, each reading the log by
 * itself. Start at {@link io.alluvium.sinks.Tier} for what a tier must hold and at {@link
 * io.alluvium.sinks.TierReader} for what feeds it.
 */
@NullMarked
package io.alluvium.sinks;

import org.jspecify.annotations.NullMarked;

/**
 * Tiers let go of slices, on proof that the next ones have them. Start at {@link
 * io.alluvium.sinks.ageing.Ageing}, which decides when; {@link io.alluvium.sinks.ageing.SliceProof}
 * decides whether.
 */
@NullMarked
package io.alluvium.sinks.ageing;

import org.jspecify.annotations.NullMarked;

/**
 * Finds events of different entities that say almost the same: scored edges, never deletions. Start
 * at {@link io.alluvium.topology.similar.NearDuplicates}.
 */
@NullMarked
package io.alluvium.topology.similar;

import org.jspecify.annotations.NullMarked;

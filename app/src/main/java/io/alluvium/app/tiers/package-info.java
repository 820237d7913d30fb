/**
 * What can be seen of the tiers of a node, and done to them. Start at {@link
 * io.alluvium.app.tiers.TierCare}.
 */
@NullMarked
package io.alluvium.app.tiers;

import org.jspecify.annotations.NullMarked;

/**
 * Answers from all tiers: plan, ask, merge, say which parts answered. Start at {@link
 * io.alluvium.recall.Recall}; every call takes a {@link io.alluvium.recall.Principal}.
 */
@NullMarked
package io.alluvium.recall;

import org.jspecify.annotations.NullMarked;

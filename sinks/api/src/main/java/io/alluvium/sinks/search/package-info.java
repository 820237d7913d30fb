/**
 * What every tier answers: questions by words, meaning and filter. Start at {@link
 * io.alluvium.sinks.search.TierSearch}; {@code recall} asks it.
 */
@NullMarked
package io.alluvium.sinks.search;

import org.jspecify.annotations.NullMarked;

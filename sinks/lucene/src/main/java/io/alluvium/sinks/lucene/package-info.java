/**
 * The hot tier: one Lucene index per partition, full text of every version of the last days. Start
 * at {@link io.alluvium.sinks.lucene.HotTier}; what is stored is written down in {@code
 * EventDocument}, how words are cut in {@code IdentifierFilter}.
 */
@NullMarked
package io.alluvium.sinks.lucene;

import org.jspecify.annotations.NullMarked;

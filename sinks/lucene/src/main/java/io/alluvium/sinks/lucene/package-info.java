/**
 * The hot and the warm tier: one Lucene index per partition, the words and the meaning of every
 * version. Start at {@link io.alluvium.sinks.lucene.LuceneTier}; what is stored is written down in
 * {@code EventDocument}, what the tiers do differently in {@code Layout}, how words are cut in
 * {@code IdentifierFilter}.
 */
@NullMarked
package io.alluvium.sinks.lucene;

import org.jspecify.annotations.NullMarked;

/**
 * The cold tier: everything, for ever, in tables of Apache Iceberg that other engines read. Start
 * at {@link io.alluvium.sinks.iceberg.ColdTier}; what its tables hold is in {@link
 * io.alluvium.sinks.iceberg.ColdTable}.
 */
@NullMarked
package io.alluvium.sinks.iceberg;

import org.jspecify.annotations.NullMarked;

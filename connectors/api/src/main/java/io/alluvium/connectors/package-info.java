/**
 * What every source connector shares: batches, records, positions, known entities, claims, retries.
 * Start at {@link SourceReader}, the one thing an author writes; {@link ReaderSourceTask} runs it.
 */
@NullMarked
package io.alluvium.connectors;

import org.jspecify.annotations.NullMarked;

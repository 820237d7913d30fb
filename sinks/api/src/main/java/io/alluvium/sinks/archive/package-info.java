/**
 * Whole events out of a tier that keeps them. Start at {@link
 * io.alluvium.sinks.archive.EventArchive}.
 */
@NullMarked
package io.alluvium.sinks.archive;

import org.jspecify.annotations.NullMarked;

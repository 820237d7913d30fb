/**
 * Stores that are still whole after a crash. Start at {@link
 * io.alluvium.topology.store.CrashSafeStore}.
 */
@NullMarked
package io.alluvium.topology.store;

import org.jspecify.annotations.NullMarked;

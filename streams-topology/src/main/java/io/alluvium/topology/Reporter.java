package io.alluvium.topology;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who reported a raw record, as far as it could be read: what a cursor counts by.
 *
 * @param source name of the source; empty where it could not be read
 * @param scope part of that source; empty where it could not be read
 * @param observedAt when the source had it; null where it could not be read
 */
record Reporter(String source, String scope, @Nullable Instant observedAt) {}

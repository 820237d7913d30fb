package io.alluvium.connectors.postgres;

import java.util.List;
import java.util.Map;

/**
 * A version of a row, complete.
 *
 * @param rows its table
 * @param key its key, in order
 * @param columns its columns, those that are NULL left out; empty for a deletion
 * @param change what was read of it
 * @param order its version order within the epoch
 */
record RowVersion(
    Followed rows, List<String> key, Map<String, String> columns, Change.Row change, long order) {}

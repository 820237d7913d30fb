package io.alluvium.sinks.iceberg;

import io.alluvium.sinks.TierRecord;

/**
 * What a row is made of.
 *
 * @param shard partition of the topic that the record lies on
 */
record Placed<R extends TierRecord>(int shard, R record) {}

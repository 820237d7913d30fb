package io.alluvium.sinks.lucene;

/**
 * What the shards of a tier are like.
 *
 * @param layout what they store
 * @param keepsCurrent whether current versions of live entities stay when their slice is dropped
 */
record ShardShape(Layout layout, boolean keepsCurrent) {}

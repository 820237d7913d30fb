/**
 * Metrics of a node in Prometheus' format: ours, the JVM's and Kafka's. Start at {@link
 * NodeMetrics}.
 */
@NullMarked
package io.alluvium.app.metrics;

import org.jspecify.annotations.NullMarked;

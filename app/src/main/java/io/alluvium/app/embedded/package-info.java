/**
 * What a cluster has elsewhere and a laptop needs in this process: the Kafka broker, the schema
 * registry and the Connect worker. Start at {@link EmbeddedBroker}.
 */
@NullMarked
package io.alluvium.app.embedded;

import org.jspecify.annotations.NullMarked;

/**
 * Kafka Connect as this node uses it: through its REST API, the same on a laptop and on a cluster.
 * Start at {@link ConnectRest}.
 */
@NullMarked
package io.alluvium.app.connect;

import org.jspecify.annotations.NullMarked;

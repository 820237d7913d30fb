/**
 * Several nodes that answer as one: who has which shards, and how they are asked. Start at {@link
 * io.alluvium.app.cluster.ClusterSearch}; {@link io.alluvium.app.cluster.Nodes} knows who is there.
 */
@NullMarked
package io.alluvium.app.cluster;

import org.jspecify.annotations.NullMarked;

/**
 * The two streams of an installation: raw events in, clean events out, and what is derived from
 * them. Start at {@link io.alluvium.topology.IngestTopology}, then {@link
 * io.alluvium.topology.EnrichTopology}; {@link io.alluvium.topology.TopologyRunner} runs either.
 */
@NullMarked
package io.alluvium.topology;

import org.jspecify.annotations.NullMarked;

/**
 * A small schema registry that speaks Confluent's REST API: Avro, one node, no references. Start at
 * {@link EmbeddedRegistry}; a cluster uses its own registry by URL instead.
 */
@NullMarked
package io.alluvium.app.embedded.registry;

import org.jspecify.annotations.NullMarked;

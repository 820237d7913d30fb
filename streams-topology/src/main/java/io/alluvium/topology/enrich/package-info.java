/**
 * What is derived from an event, one class for each thing. Start at {@link
 * io.alluvium.topology.enrich.Enrichments}, the list of them; {@link
 * io.alluvium.topology.enrich.EnrichStep} runs it.
 */
@NullMarked
package io.alluvium.topology.enrich;

import org.jspecify.annotations.NullMarked;

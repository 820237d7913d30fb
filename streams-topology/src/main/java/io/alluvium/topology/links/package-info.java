/**
 * Finds what an event says about other entities, without a model: by SHA, URL, key and permalink.
 * Start at {@link io.alluvium.topology.links.LinkStep}; the rules are in {@link
 * io.alluvium.topology.links.LinkRules}, the store is {@code links}.
 */
@NullMarked
package io.alluvium.topology.links;

import org.jspecify.annotations.NullMarked;

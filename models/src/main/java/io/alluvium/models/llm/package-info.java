/**
 * Asks a language model over the protocol of its vendor, within limits of time, of cost, and of
 * patience with a server that fails. Start at {@link io.alluvium.models.llm.Llm}.
 */
@NullMarked
package io.alluvium.models.llm;

import org.jspecify.annotations.NullMarked;

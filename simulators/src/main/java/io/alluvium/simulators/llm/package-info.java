/**
 * Language models of three vendors: their protocols, and the ways a server goes wrong. What they
 * write is up to the test. Start at {@link LlmSimulator}.
 */
@NullMarked
package io.alluvium.simulators.llm;

import org.jspecify.annotations.NullMarked;

/** Files that set a simulator up: state, tokens, limits and faults. Start at {@link Scenario}. */
@NullMarked
package io.alluvium.simulators.github.scenario;

import org.jspecify.annotations.NullMarked;

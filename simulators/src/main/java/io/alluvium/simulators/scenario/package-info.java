/**
 * What scenario files of all simulated systems have in common. Start at {@link
 * io.alluvium.simulators.scenario.Section}, of which such a file is made.
 */
@NullMarked
package io.alluvium.simulators.scenario;

import org.jspecify.annotations.NullMarked;

/**
 * What exists on the simulated GitHub, and every way it can change. Start at {@link GitHubState}.
 */
@NullMarked
package io.alluvium.simulators.github.state;

import org.jspecify.annotations.NullMarked;

/**
 * Stand-ins of upstreams, with state and scripted faults, for tests and to run by hand. Start at
 * {@code github.GitHubSimulator}.
 */
@NullMarked
package io.alluvium.simulators;

import org.jspecify.annotations.NullMarked;

/**
 * A Slack workspace with state: the Web API, Socket Mode, rate limits and the ways they go wrong.
 * Start at {@link SlackSimulator}; what it holds is in {@link SimulatedWorkspace}.
 */
@NullMarked
package io.alluvium.simulators.slack;

import org.jspecify.annotations.NullMarked;

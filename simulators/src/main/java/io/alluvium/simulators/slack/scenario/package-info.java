/** Files that set a workspace up: channels, people, limits and faults. Start at SlackScenario. */
@NullMarked
package io.alluvium.simulators.slack.scenario;

import org.jspecify.annotations.NullMarked;

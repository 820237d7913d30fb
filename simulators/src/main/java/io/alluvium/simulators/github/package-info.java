/** GitHub on the loopback interface. Start at {@link GitHubSimulator}. */
@NullMarked
package io.alluvium.simulators.github;

import org.jspecify.annotations.NullMarked;

/** GitHub's REST API over the state. Start at {@link RestApi}. */
@NullMarked
package io.alluvium.simulators.github.rest;

import org.jspecify.annotations.NullMarked;

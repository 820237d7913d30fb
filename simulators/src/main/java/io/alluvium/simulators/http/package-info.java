/**
 * What simulators share about HTTP: broken connections and counted requests. Start at {@link Wire}.
 */
@NullMarked
package io.alluvium.simulators.http;

import org.jspecify.annotations.NullMarked;

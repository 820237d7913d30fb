/** What an upstream can do wrong, and when it does. Start at {@link FaultScript}. */
@NullMarked
package io.alluvium.simulators.fault;

import org.jspecify.annotations.NullMarked;

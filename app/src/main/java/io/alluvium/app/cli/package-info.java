/**
 * The commands of {@code alluvium}: each one class, which reads what the user said, asks the node
 * over its own HTTP API, and prints the answer. Start at {@link Commands}.
 */
@NullMarked
package io.alluvium.app.cli;

import org.jspecify.annotations.NullMarked;

/**
 * What every room agrees on: the records on the topics, their identity and their names. Start at
 * {@link Topics} for where an event travels, {@link ContentHash} for what makes two events the
 * same.
 */
@NullMarked
package io.alluvium.schemas;

import org.jspecify.annotations.NullMarked;

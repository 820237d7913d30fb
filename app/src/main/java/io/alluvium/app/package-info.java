/**
 * The product as a user meets it: one program that starts, asks and watches a node. Start at {@link
 * io.alluvium.app.Alluvium}; everything that is told to a user as an error is a {@link
 * io.alluvium.app.UserError}.
 */
@NullMarked
package io.alluvium.app;

import org.jspecify.annotations.NullMarked;

/**
 * Tells how each source is doing, from what Connect says, what connectors claim and what ingest has
 * processed. Start at {@link Sources}.
 */
@NullMarked
package io.alluvium.app.sources;

import org.jspecify.annotations.NullMarked;

package io.alluvium.topology.links;

import io.alluvium.schemas.Event;

/**
 * A current version as one source tells it.
 *
 * @param event the version
 * @param isNew true when it replaces the one before; false when one more source reports it, which
 *     may tell more of what is not part of its content: the repository a commit lies in
 */
public record Statement(Event event, boolean isNew) {}

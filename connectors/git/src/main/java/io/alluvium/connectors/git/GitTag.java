package io.alluvium.connectors.git;

/**
 * An annotated tag: a name with something to say about it.
 *
 * @param message without the signature; may be empty
 */
public record GitTag(GitPerson tagger, String message) {}

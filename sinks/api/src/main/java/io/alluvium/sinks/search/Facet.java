package io.alluvium.sinks.search;

/** A property of events by whose values one may filter. */
public enum Facet {
  /** Name of the source. */
  SOURCE,
  /** Kind of thing, such as {@code commit}. */
  KIND,
  /** Kind and verb, such as {@code commit.created}. */
  TYPE,
  /** Repository, channel, directory or table. */
  SCOPE,
  /** Stable id of who did it. */
  ACTOR,
  /** Entity key of the conversation or thing it belongs to. */
  THREAD,
  /** {@code public} or {@code private}. */
  VISIBILITY,
  /** ISO 639-3 code; only what enrichment was sure of. */
  LANGUAGE,
  /** {@code positive}, {@code neutral} or {@code negative}. */
  TONE,
  /** What the text is about: key phrases, lower case. */
  TOPIC,
  /** What the text names: type, a colon, name, such as {@code person:ada}. */
  ENTITY
}

package io.alluvium.connectors.github;

import java.io.IOException;
import java.util.List;

/**
 * Things that are asked for by what they belong to: the reviews of a pull request. Asked by one
 * thread at a time, not always the same.
 */
interface Details {
  /** What they are called, for messages. */
  String name();

  /** For how many things one question is best asked. */
  int atOnce();

  /**
   * All that belongs to some things.
   *
   * @param ids of the things
   */
  List<Found> of(List<String> ids) throws IOException;
}

package io.alluvium.connectors.slack;

import io.alluvium.connectors.Reading;
import java.time.Instant;
import java.util.Optional;

/** Something that a walk or the socket found, to be compared with what is known. */
sealed interface Item {
  /**
   * A message that a walk listed.
   *
   * @param news whether it is to be told even if it is too old to be compared
   * @param at position after it
   */
  record Listed(Message message, boolean news, ChannelPosition at) implements Item {}

  /** A message as it is now, from the socket. */
  record Fresh(Message message) implements Item {}

  /**
   * A message that is there no more.
   *
   * @param id how known entities name it
   * @param deletion stated or inferred
   * @param always whether to publish it even if the message is not known
   * @param at position after it; empty = where reading is
   */
  record Gone(
      String id,
      String deletion,
      Optional<Instant> when,
      boolean always,
      Optional<ChannelPosition> at)
      implements Item {}

  /** All replies to a parent have been listed. */
  record ThreadRead(Message parent) implements Item {}

  /** Something to say as it is. */
  record Say(Reading<ChannelPosition> reading) implements Item {}

  /** The walk has shown everything it was for. */
  record Finished() implements Item {}
}

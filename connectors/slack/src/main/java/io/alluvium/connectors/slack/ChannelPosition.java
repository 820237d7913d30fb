package io.alluvium.connectors.slack;

import io.alluvium.connectors.Position;
import java.util.Map;

/**
 * How far a channel has been read. The first reading walks backwards from the newest message with
 * Slack's cursor; after it there is no place to be at, the known entities and the times below say
 * what is still to be done.
 *
 * @param rereading whether everything is to be published again, as after a reset
 * @param until ts when the first reading began; empty before that
 * @param cursor where Slack continues the first reading; empty on its first page
 * @param low ts of the oldest message returned so far, for a cursor that has expired and to skip
 *     what was returned of a page; empty before the first
 * @param thread parent whose replies are being read; empty between threads
 * @param reply newest reply of it returned so far
 * @param reconciled ts up to which everything was listed; empty while the first reading lasts
 * @param start {@code slack.start} of the first reading, in microseconds
 */
record ChannelPosition(
    boolean rereading,
    String until,
    String cursor,
    String low,
    String thread,
    String reply,
    String reconciled,
    long start)
    implements Position {
  private static final String REREADING = "rereading";
  private static final String UNTIL = "until";
  private static final String CURSOR = "cursor";
  private static final String LOW = "low";
  private static final String THREAD = "thread";
  private static final String REPLY = "reply";
  private static final String RECONCILED = "reconciled";
  private static final String START = "start";

  static ChannelPosition begin(boolean rereading, long start) {
    return new ChannelPosition(rereading, "", "", "", "", "", "", start);
  }

  static ChannelPosition following(String reconciled, long start) {
    return new ChannelPosition(false, "", "", "", "", "", reconciled, start);
  }

  static ChannelPosition of(Map<String, String> offset) {
    return new ChannelPosition(
        Boolean.parseBoolean(offset.get(REREADING)),
        offset.getOrDefault(UNTIL, ""),
        offset.getOrDefault(CURSOR, ""),
        offset.getOrDefault(LOW, ""),
        offset.getOrDefault(THREAD, ""),
        offset.getOrDefault(REPLY, ""),
        offset.getOrDefault(RECONCILED, ""),
        Long.parseLong(offset.getOrDefault(START, "0")));
  }

  @Override
  public Map<String, String> toOffset() {
    return Map.of(
        REREADING, Boolean.toString(rereading),
        UNTIL, until,
        CURSOR, cursor,
        LOW, low,
        THREAD, thread,
        REPLY, reply,
        RECONCILED, reconciled,
        START, Long.toString(start));
  }

  /** Whether the first reading is over. */
  boolean isFollowing() {
    return !reconciled.isEmpty();
  }

  /** This position, or one that reads what is older first, if more is wanted now than then. */
  ChannelPosition from(long wantedStart) {
    if (wantedStart >= start) {
      return this;
    }
    return isFollowing()
        ? new ChannelPosition(false, reconciled, "", Ts.of(start), "", "", "", wantedStart)
        : new ChannelPosition(rereading, until, "", low, thread, reply, "", wantedStart);
  }

  ChannelPosition startedAt(String ts) {
    return new ChannelPosition(rereading, ts, cursor, low, thread, reply, reconciled, start);
  }

  ChannelPosition onPage(String nextCursor) {
    return new ChannelPosition(rereading, until, nextCursor, low, thread, reply, reconciled, start);
  }

  /** After a message that answers none. */
  ChannelPosition after(String ts) {
    return new ChannelPosition(rereading, until, cursor, ts, "", "", reconciled, start);
  }

  /** After a reply. */
  ChannelPosition after(String parent, String ts) {
    return new ChannelPosition(rereading, until, cursor, parent, parent, ts, reconciled, start);
  }
}

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
 */
record ChannelPosition(
    boolean rereading,
    String until,
    String cursor,
    String low,
    String thread,
    String reply,
    String reconciled)
    implements Position {
  private static final String REREADING = "rereading";
  private static final String UNTIL = "until";
  private static final String CURSOR = "cursor";
  private static final String LOW = "low";
  private static final String THREAD = "thread";
  private static final String REPLY = "reply";
  private static final String RECONCILED = "reconciled";

  static ChannelPosition begin(boolean rereading) {
    return new ChannelPosition(rereading, "", "", "", "", "", "");
  }

  static ChannelPosition following(String reconciled) {
    return new ChannelPosition(false, "", "", "", "", "", reconciled);
  }

  static ChannelPosition of(Map<String, String> offset) {
    return new ChannelPosition(
        Boolean.parseBoolean(offset.get(REREADING)),
        offset.getOrDefault(UNTIL, ""),
        offset.getOrDefault(CURSOR, ""),
        offset.getOrDefault(LOW, ""),
        offset.getOrDefault(THREAD, ""),
        offset.getOrDefault(REPLY, ""),
        offset.getOrDefault(RECONCILED, ""));
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
        RECONCILED, reconciled);
  }

  /** Whether the first reading is over. */
  boolean isFollowing() {
    return !reconciled.isEmpty();
  }

  ChannelPosition startedAt(String ts) {
    return new ChannelPosition(rereading, ts, cursor, low, thread, reply, reconciled);
  }

  ChannelPosition onPage(String nextCursor) {
    return new ChannelPosition(rereading, until, nextCursor, low, thread, reply, reconciled);
  }

  /** After a message that answers none. */
  ChannelPosition after(String ts) {
    return new ChannelPosition(rereading, until, cursor, ts, "", "", reconciled);
  }

  /** After a reply. */
  ChannelPosition after(String parent, String ts) {
    return new ChannelPosition(rereading, until, cursor, parent, parent, ts, reconciled);
  }
}

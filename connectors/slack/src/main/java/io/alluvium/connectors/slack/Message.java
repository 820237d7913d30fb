package io.alluvium.connectors.slack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * A message as Slack sends it.
 *
 * @param json the message object
 */
record Message(JsonNode json) {
  private static final String TOMBSTONE = "tombstone";
  private static final Set<String> EMPTY_TS = Set.of("", "0", "0000000000.000000");

  /** Its name within the channel. */
  String ts() {
    return text("ts");
  }

  long micros() {
    return Ts.micros(ts());
  }

  /** ts of the parent it answers; its own ts if it answers none. */
  String thread() {
    var thread = text("thread_ts");
    return EMPTY_TS.contains(thread) ? ts() : thread;
  }

  boolean isReply() {
    return !thread().equals(ts());
  }

  /** How known entities name it: replies lie under their parent. */
  String id() {
    return id(thread(), ts());
  }

  static String id(String thread, String ts) {
    return thread.equals(ts) ? ts : thread + "/" + ts;
  }

  /** ts of the message that an id names. */
  static String tsOf(String id) {
    return id.substring(id.indexOf('/') + 1);
  }

  /** ts of the parent that an id names; empty for a message that answers none. */
  static String threadOf(String id) {
    int slash = id.indexOf('/');
    return slash < 0 ? "" : id.substring(0, slash);
  }

  int replyCount() {
    return json.path("reply_count").asInt(0);
  }

  /** ts of the newest reply; empty if there is none. */
  String latestReply() {
    var latest = text("latest_reply");
    return replyCount() == 0 || EMPTY_TS.contains(latest) ? "" : latest;
  }

  /** Subtype; events say {@code file_share} of what history shows without one. */
  String subtype() {
    var subtype = text("subtype");
    return subtype.equals("file_share") ? "" : subtype;
  }

  /** Whether this is what Slack leaves of a deleted message that has replies. */
  boolean isTombstone() {
    return subtype().equals(TOMBSTONE);
  }

  /** ts of the last edit; empty if there was none. */
  String edited() {
    return json.path("edited").path("ts").asText("");
  }

  String text(String field) {
    return json.path(field).asText("");
  }
}

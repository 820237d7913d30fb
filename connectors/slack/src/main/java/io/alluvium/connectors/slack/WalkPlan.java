package io.alluvium.connectors.slack;

/**
 * What a walk through a channel is for. Times are microseconds since 1970.
 *
 * @param first whether this is the first reading, which publishes all there is
 * @param sweep whether to list every parent, back to the start, to find late replies
 * @param oldest where to stop; 0 = the beginning
 * @param windowStart from here on messages are compared with what was published
 * @param reconciled up to here all new messages were listed before
 * @param swept when all parents were listed the last time
 */
record WalkPlan(
    boolean first, boolean sweep, long oldest, long windowStart, long reconciled, long swept) {
  /** From where on replies in old threads are new to us, or compared. */
  long repliesSince() {
    return Math.min(Math.min(swept, reconciled), windowStart);
  }

  boolean isInWindow(long micros) {
    return micros >= windowStart;
  }

  /** Whether a message outside of the window must be published. */
  boolean isNews(Message message) {
    var edited = message.edited();
    return first
        || message.micros() >= reconciled
        || (!edited.isEmpty() && Ts.micros(edited) >= Math.min(swept, reconciled))
        || (message.isReply() && message.micros() >= Math.min(swept, reconciled));
  }
}

package io.alluvium.connectors.slack;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reading of the replies to one parent, oldest first, a page at a time. */
final class ThreadWalk {
  private final String parent;
  private final @Nullable Message message;
  private String from;
  private String newest;
  private String cursor = "";
  private boolean done;

  /**
   * @param from only replies newer than this; empty = all
   * @param message the parent as it was listed; null when it was not
   */
  ThreadWalk(String parent, String from, @Nullable Message message) {
    this.parent = parent;
    this.from = from;
    this.newest = from;
    this.message = message;
  }

  String parent() {
    return parent;
  }

  @Nullable Message message() {
    return message;
  }

  boolean isDone() {
    return done;
  }

  /** The next page; may be empty before the end. */
  List<Message> next(ChannelCalls calls) throws IOException {
    var answer = calls.replies(parent, from, cursor);
    if (answer.error().equals("invalid_cursor") && !cursor.isEmpty()) {
      // It has expired. The newest reply returned so far says the same.
      cursor = "";
      from = newest;
      return List.of();
    }
    if (answer.error().equals("thread_not_found")) {
      done = true;
      return List.of();
    }
    var replies = calls.repliesOf(answer.expectOk("conversations.replies"), parent);
    cursor = answer.nextCursor();
    done = cursor.isEmpty();
    if (!replies.isEmpty()) {
      newest = replies.get(replies.size() - 1).ts();
    }
    return replies;
  }
}

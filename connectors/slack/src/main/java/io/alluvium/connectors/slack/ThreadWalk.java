package io.alluvium.connectors.slack;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reading of the replies to one parent, oldest first, a page at a time. */
final class ThreadWalk {
  private final String parent;
  private final @Nullable Message message;
  private final boolean again;
  private String from;
  private String newest;
  private String cursor = "";
  private boolean done;

  private ThreadWalk(String parent, String from, @Nullable Message message, boolean again) {
    this.parent = parent;
    this.from = from;
    this.newest = from;
    this.message = message;
    this.again = again;
  }

  /** The thread of a parent that was listed; {@code from} = only newer replies, empty = all. */
  static ThreadWalk of(Message parent, String from) {
    return new ThreadWalk(parent.ts(), from, parent, false);
  }

  /** The rest of a thread of which some replies were returned before. */
  static ThreadWalk rest(String parent, String from) {
    return new ThreadWalk(parent, from, null, false);
  }

  /** A whole thread with its parent, which could not be read before. */
  static ThreadWalk again(String parent) {
    return new ThreadWalk(parent, "", null, true);
  }

  /** Whether it could not be read before, so that nothing of it may be known. */
  boolean isAgain() {
    return again;
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
    answer.expectOk("conversations.replies");
    var messages = calls.messagesOf(answer);
    cursor = answer.nextCursor();
    if (!messages.isEmpty()) {
      newest = messages.get(messages.size() - 1).ts();
    }
    done = cursor.isEmpty() && (newest.equals(from) || !answer.hasMore());
    from = cursor.isEmpty() ? newest : from;
    return again ? messages : messages.stream().filter(Message::isReply).toList();
  }
}

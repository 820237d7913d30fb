package io.alluvium.connectors.slack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The calls that read one channel. */
final class ChannelCalls {
  private static final String REPLIES = "conversations.replies";

  private final SlackApi api;
  private final String channel;
  private final int pageSize;
  private @Nullable Ahead ahead;

  private record Ahead(String parent, String after, Future<SlackApi.Answer> answer) {}

  ChannelCalls(SlackApi api, String channel, int pageSize) {
    this.api = api;
    this.channel = channel;
    this.pageSize = pageSize;
  }

  /**
   * A page of messages, newest first.
   *
   * @param cursor where Slack goes on; empty = at the newest, or below {@code before}
   * @param oldest oldest wanted, in microseconds; 0 = all
   * @param before only older ones than this; empty = all
   */
  SlackApi.Answer history(String cursor, long oldest, String before) throws IOException {
    var arguments = arguments();
    if (oldest > 0) {
      arguments.put("oldest", Ts.of(oldest - 1));
    }
    if (!cursor.isEmpty()) {
      arguments.put("cursor", cursor);
    } else if (!before.isEmpty()) {
      arguments.put("latest", before);
    }
    return api.get("conversations.history", arguments);
  }

  /**
   * A page of a thread, oldest first; the parent comes with each.
   *
   * @param after only newer ones than this; empty = all
   */
  SlackApi.Answer replies(String parent, String after, String cursor) throws IOException {
    var asked = ahead;
    if (asked != null && isFor(asked, parent, after) && cursor.isEmpty()) {
      ahead = null;
      return take(asked);
    }
    return api.get(REPLIES, repliesOf(parent, after, cursor));
  }

  /** Asks for the first page of a thread that will be read next. */
  void askAhead(String parent, String after) {
    if (ahead == null || !isFor(ahead, parent, after)) {
      ahead = new Ahead(parent, after, api.later(REPLIES, repliesOf(parent, after, "")));
    }
  }

  private static boolean isFor(Ahead asked, String parent, String after) {
    return asked.parent().equals(parent) && asked.after().equals(after);
  }

  private static SlackApi.Answer take(Ahead asked) throws IOException {
    try {
      return asked.answer().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(REPLIES + " was interrupted", e);
    } catch (ExecutionException e) {
      var cause = e.getCause();
      if (cause instanceof RuntimeException refusal) {
        throw refusal;
      }
      throw new IOException(cause == null ? REPLIES + " failed" : cause.getMessage(), e);
    }
  }

  private Map<String, String> repliesOf(String parent, String after, String cursor) {
    var arguments = arguments();
    arguments.put("ts", parent);
    if (!after.isEmpty()) {
      arguments.put("oldest", after);
    }
    if (!cursor.isEmpty()) {
      arguments.put("cursor", cursor);
    }
    return arguments;
  }

  /** The messages of such a page. */
  List<Message> messagesOf(SlackApi.Answer answer) {
    var messages = new ArrayList<Message>();
    answer.json().path("messages").forEach(json -> messages.add(new Message(json)));
    return messages;
  }

  /**
   * One message as it is now; empty if it is not there.
   *
   * @param thread its parent, or its own ts: Slack finds a reply by either
   */
  Optional<Message> message(String thread, String ts) throws IOException {
    var arguments = arguments();
    arguments.put("ts", thread);
    arguments.put("oldest", ts);
    arguments.put("latest", ts);
    arguments.put("inclusive", "true");
    var answer = api.get(REPLIES, arguments);
    if (answer.error().equals("thread_not_found")) {
      return Optional.empty();
    }
    for (var json : answer.expectOk(REPLIES).json().path("messages")) {
      if (json.path("ts").asText("").equals(ts)) {
        return Optional.of(new Message(json));
      }
    }
    return Optional.empty();
  }

  /** Joins the channel. */
  void join() throws IOException {
    api.post("conversations.join", Map.of("channel", channel));
  }

  private Map<String, String> arguments() {
    var arguments = new HashMap<String, String>();
    arguments.put("channel", channel);
    arguments.put("limit", Integer.toString(pageSize));
    return arguments;
  }
}

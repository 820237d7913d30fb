package io.alluvium.topology.conversations;

import io.alluvium.schemas.ConversationMessage;
import io.alluvium.schemas.Event;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which events are said in which conversations, and what of them a summary needs. */
final class Talk {
  /** Longest text of one message; what is longer is rarely something somebody said. */
  static final int MAX_TEXT = 4_000;

  /** Things that hang together but are not said by anybody to anybody. */
  private static final Set<String> SILENT_KINDS =
      Set.of("branch", "commit", "file", "job", "release", "run", "tag");

  private static final String MESSAGE = "message";

  /** A reply that was also sent to the channel. */
  private static final String BROADCAST = "thread_broadcast";

  private Talk() {}

  /** False for kinds of things that are never part of a conversation. */
  static boolean mayBe(Event event) {
    return !SILENT_KINDS.contains(event.getKind());
  }

  /**
   * Conversations in which the event is said: its thread; for a chat message outside of threads,
   * the channel and, because replies may follow, the thread it would begin.
   */
  static List<String> conversations(Event event) {
    var conversations = new ArrayList<String>(2);
    event.getThreadKey().ifPresent(conversations::add);
    if (event.getKind().equals(MESSAGE) && isSaidInChannel(event)) {
      conversations.add(channel(event.getEntityKey()));
    }
    return List.copyOf(conversations);
  }

  private static boolean isSaidInChannel(Event event) {
    return event.getThreadKey().map(event.getEntityKey()::equals).orElse(true)
        || BROADCAST.equals(event.getAttributes().get("subtype"));
  }

  /** A message's key without its last part: the same channel, whichever source reports it. */
  private static String channel(String entityKey) {
    var slash = entityKey.lastIndexOf('/');
    return slash < 0 ? entityKey : entityKey.substring(0, slash);
  }

  /** What was said; empty for a tombstone, for nothing but blanks, and for notices of the chat. */
  static Optional<ConversationMessage> message(Event event) {
    var text = text(event);
    if (event.getDeleted() || text.isEmpty() || isNotice(event)) {
      return Optional.empty();
    }
    var message = new ConversationMessage();
    message.setEntityKey(event.getEntityKey());
    message.setContentHash(event.getContentHash());
    message.setSaidAt(saidAt(event));
    message.setActor(event.getActor().orElse(null));
    message.setText(cut(text));
    message.setTruncated(text.length() > MAX_TEXT);
    message.setVisibility(event.getVisibility());
    message.setSource(event.getSource());
    message.setScope(event.getScope());
    return Optional.of(message);
  }

  /** Says that a message is no longer part of a conversation. */
  static ConversationMessage removal(Event event) {
    var message = new ConversationMessage();
    message.setEntityKey(event.getEntityKey());
    message.setContentHash(event.getContentHash());
    message.setSaidAt(event.getOccurredAt());
    message.setText("");
    message.setVisibility(event.getVisibility());
    message.setSource(event.getSource());
    message.setScope(event.getScope());
    message.setRemoved(true);
    return message;
  }

  /** "… has joined the channel" and the like: nobody said it. */
  private static boolean isNotice(Event event) {
    var subtype = event.getAttributes().getOrDefault("subtype", "");
    return event.getKind().equals(MESSAGE)
        && (subtype.startsWith("channel_") || subtype.startsWith("group_"));
  }

  /** The text; before it the title, unless that only repeats how the text begins. */
  private static String text(Event event) {
    var text = event.getText().map(raw -> readable(event, raw)).orElse("").strip();
    var title = event.getTitle().orElse("").strip();
    if (text.isEmpty()) {
      return title;
    }
    var isOwnTitle =
        !title.isEmpty() && !event.getKind().equals(MESSAGE) && !text.startsWith(title);
    return isOwnTitle ? title + "\n\n" + text : text;
  }

  private static String readable(Event event, String text) {
    var lists = event.getListAttributes();
    return event.getKind().equals(MESSAGE)
        ? ChatMarkup.plain(
            text,
            lists.getOrDefault("mentions", List.of()),
            lists.getOrDefault("mention_names", List.of()))
        : text;
  }

  private static String cut(String text) {
    if (text.length() <= MAX_TEXT) {
      return text;
    }
    return text.substring(
        0, MAX_TEXT - (Character.isHighSurrogate(text.charAt(MAX_TEXT - 1)) ? 1 : 0));
  }

  /** GitHub's events happen when they were last changed; an edit must not move what was said. */
  private static Instant saidAt(Event event) {
    try {
      var createdAt = event.getAttributes().get("created_at");
      return createdAt == null ? event.getOccurredAt() : Instant.parse(createdAt);
    } catch (DateTimeException e) {
      return event.getOccurredAt();
    }
  }
}

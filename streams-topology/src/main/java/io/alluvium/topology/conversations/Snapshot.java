package io.alluvium.topology.conversations;

import static java.util.Comparator.comparing;

import io.alluvium.schemas.ConversationMessage;
import io.alluvium.schemas.ConversationWindow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Gathers the messages of a window as they are to be summarised: in order, and not too many. */
final class Snapshot {
  private static final Comparator<ConversationMessage> IN_ORDER =
      comparing(ConversationMessage::getSaidAt).thenComparing(ConversationMessage::getEntityKey);

  private final Window window;
  private final PriorityQueue<ConversationMessage> newest = new PriorityQueue<>(IN_ORDER);
  private int omitted;

  Snapshot(Window window) {
    this.window = window;
  }

  void add(ConversationMessage message) {
    newest.add(message);
    if (newest.size() > WindowRules.MOST_MESSAGES) {
      newest.remove();
      omitted++;
    }
  }

  /** Tells whether two snapshots would be summarised alike. */
  String digest() {
    var parts = new ArrayList<String>();
    for (var message : messages()) {
      parts.add(message.getContentHash());
      parts.add(message.getVisibility());
    }
    parts.sort(Comparator.naturalOrder());
    return Digest.of(parts);
  }

  ConversationWindow published(@Nullable String supersedes) {
    var messages = messages();
    var published = new ConversationWindow();
    published.setConversation(window.conversation());
    published.setWindowStart(window.start());
    published.setWindowEnd(window.end());
    published.setMessages(messages);
    published.setOmitted(omitted + newest.size() - messages.size());
    published.setSupersedes(supersedes);
    return published;
  }

  /** The newest that fit, in order. */
  private List<ConversationMessage> messages() {
    var backwards = newest.stream().sorted(IN_ORDER.reversed()).toList();
    var fitting = new ArrayList<ConversationMessage>();
    var characters = 0;
    for (var message : backwards) {
      characters += message.getText().length();
      if (characters > WindowRules.MOST_CHARACTERS) {
        break;
      }
      fitting.addFirst(message);
    }
    return fitting;
  }
}

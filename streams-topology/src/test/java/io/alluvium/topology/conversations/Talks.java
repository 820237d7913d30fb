package io.alluvium.topology.conversations;

import io.alluvium.schemas.Actor;
import io.alluvium.schemas.ConversationMessage;
import io.alluvium.schemas.ConversationWindow;
import java.time.Instant;
import java.util.ArrayList;

/** Windows in which two people take turns. */
final class Talks {
  private static final Instant START = Instant.parse("2026-11-20T00:00:00Z");

  private Talks() {}

  static ConversationWindow window(String... texts) {
    var messages = new ArrayList<ConversationMessage>();
    for (int i = 0; i < texts.length; i++) {
      var actor = i % 2 == 0 ? new Actor("U-ada", "Ada") : new Actor("U-bob", "Bob");
      messages.add(
          ConversationMessage.newBuilder()
              .setEntityKey("slack:T1/C1/" + i)
              .setContentHash("hash-" + i)
              .setSaidAt(START.plusSeconds(i))
              .setActor(actor)
              .setText(texts[i])
              .setSource("chat")
              .setScope("C1")
              .build());
    }
    return ConversationWindow.newBuilder()
        .setConversation("slack:T1/C1/0")
        .setWindowStart(START)
        .setWindowEnd(START.plusSeconds(86_400))
        .setMessages(messages)
        .build();
  }
}

package io.alluvium.connectors.slack;

import java.util.Optional;

/**
 * What is kept of a published message to tell whether it has changed.
 *
 * @param content of what makes it a version
 * @param thread how many replies it had and which was the newest when all of them had been read;
 *     empty if it had none
 */
record Fingerprint(String content, String thread) {
  private static final int RADIX = 36;
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  static Fingerprint decode(String text) {
    int comma = text.indexOf(',');
    return comma < 0
        ? new Fingerprint(text, "")
        : new Fingerprint(text.substring(0, comma), text.substring(comma + 1));
  }

  String encode() {
    return thread.isEmpty() ? content : content + "," + thread;
  }

  static Optional<Fingerprint> decode(Optional<String> stored) {
    return stored.map(Fingerprint::decode);
  }

  /** State of a thread as its parent shows it. */
  static String threadOf(Message parent) {
    return parent.replyCount() == 0 ? "" : parent.replyCount() + ":" + parent.latestReply();
  }

  static String contentOf(Message message) {
    var json = message.json();
    long hash = FNV_OFFSET;
    hash = mix(hash, message.text("user"));
    hash = mix(hash, message.text("bot_id"));
    hash = mix(hash, MessageText.of(json));
    hash = mix(hash, message.subtype());
    hash = mix(hash, message.edited());
    for (var file : json.path("files")) {
      hash = mix(hash, file.path("id").asText());
    }
    for (var reaction : json.path("reactions")) {
      hash = mix(hash, reaction.path("name").asText() + reaction.path("count").asText());
    }
    return Long.toUnsignedString(hash, RADIX);
  }

  // FNV-1a with a separator; a message is compared with its own former self only.
  private static long mix(long hash, String text) {
    long mixed = hash;
    for (int i = 0; i < text.length(); i++) {
      mixed = (mixed ^ text.charAt(i)) * FNV_PRIME;
    }
    return (mixed ^ '\u0000') * FNV_PRIME;
  }
}

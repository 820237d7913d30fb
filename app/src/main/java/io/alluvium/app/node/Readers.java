package io.alluvium.app.node;

import io.alluvium.schemas.Topics;

/** Names of the consumer groups of an installation; the trimmer waits for each of them. */
record Readers(String prefix) {
  static Readers of(Topics topics) {
    return new Readers(topics.prefix());
  }

  String ingest() {
    return prefix + "-ingest";
  }

  String enrich() {
    return prefix + "-enrich";
  }

  String hotTier() {
    return prefix + "-tier-hot";
  }
}

package io.alluvium.models;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/** The pieces of words that a model knows, each with its number. Immutable. */
final class Vocabulary {
  /** In front of a piece that goes on with a word. */
  private static final String CONTINUES = "##";

  private final Map<String, Integer> first = new HashMap<>(1 << 16);
  private final Map<String, Integer> following = new HashMap<>(1 << 14);
  private final int longest;

  private Vocabulary(Map<String, Integer> all) {
    int most = 0;
    for (var entry : all.entrySet()) {
      var piece = entry.getKey();
      if (piece.startsWith(CONTINUES) && piece.length() > CONTINUES.length()) {
        piece = piece.substring(CONTINUES.length());
        following.put(piece, entry.getValue());
      } else {
        first.put(piece, entry.getValue());
      }
      most = Math.max(most, piece.length());
    }
    this.longest = most;
  }

  /**
   * Reads {@code model.vocab} of a {@code tokenizer.json}.
   *
   * @throws IOException if it cannot be read, or has none
   */
  static Vocabulary read(InputStream tokenizer) throws IOException {
    try (var json = new JsonFactory().createParser(tokenizer)) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.START_OBJECT && "vocab".equals(json.currentName())) {
          return new Vocabulary(pieces(json));
        }
      }
    }
    throw new IOException("The tokenizer has no vocabulary");
  }

  private static Map<String, Integer> pieces(JsonParser json) throws IOException {
    var pieces = new HashMap<String, Integer>(1 << 16);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var piece = json.currentName();
      pieces.put(piece, json.nextIntValue(0));
    }
    return pieces;
  }

  /** Number of a piece, or -1. */
  int id(String piece, boolean continues) {
    return (continues ? following : first).getOrDefault(piece, -1);
  }

  /** UTF-16 units of the longest piece. */
  int longest() {
    return longest;
  }
}

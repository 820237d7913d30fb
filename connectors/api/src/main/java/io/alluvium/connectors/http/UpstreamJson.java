package io.alluvium.connectors.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * JSON of upstream, parsed once. The objects of its lists know the bytes that they were read from,
 * so that a payload need not be written anew.
 */
public final class UpstreamJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectReader NODES = JSON.readerFor(JsonNode.class);

  private UpstreamJson() {}

  /**
   * Parses a body: a list, an object with lists as its fields, or anything else. Missing if empty.
   *
   * @throws IOException if it is not JSON
   */
  static JsonNode parse(byte[] body) throws IOException {
    try (var parser = JSON.createParser(body)) {
      var first = parser.nextToken();
      if (first == null) {
        return MissingNode.getInstance();
      }
      if (first != JsonToken.START_OBJECT) {
        return value(parser, body);
      }
      var object = JSON.createObjectNode();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        var name = parser.currentName();
        parser.nextToken();
        object.set(name, value(parser, body));
      }
      return object;
    }
  }

  private static JsonNode value(JsonParser parser, byte[] body) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      return NODES.readTree(parser);
    }
    var list = JSON.createArrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      int from = (int) parser.currentTokenLocation().getByteOffset();
      JsonNode node = NODES.readTree(parser);
      int to = (int) parser.currentLocation().getByteOffset();
      list.add(node instanceof ObjectNode object ? new Entry(object, body, from, to) : node);
    }
    return list;
  }

  /**
   * An object's JSON in UTF-8: upstream's own bytes where they are there, else written anew. So it
   * is too where upstream escapes characters that need it not, for a secret in there would not be
   * seen.
   */
  public static ByteBuffer bytes(JsonNode object) {
    if (object instanceof Entry entry && !entry.isEscaped()) {
      return ByteBuffer.wrap(entry.body, entry.from, entry.to - entry.from);
    }
    try {
      return ByteBuffer.wrap(JSON.writeValueAsBytes(object));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What was parsed can be written", e);
    }
  }

  /** An object of a list. What was read is not changed; a changed one would be written as read. */
  private static final class Entry extends ObjectNode {
    private static final long serialVersionUID = 1L;

    private final transient byte[] body;
    private final int from;
    private final int to;

    Entry(ObjectNode read, byte[] body, int from, int to) {
      super(JSON.getNodeFactory());
      setAll(read);
      this.body = body;
      this.from = from;
      this.to = to;
    }

    // Line breaks, quotation marks and backslashes themselves have to be.
    private boolean isEscaped() {
      for (int i = from; i < to - 1; i++) {
        if (body[i] == '\\') {
          i++;
          if (body[i] == 'u' || body[i] == '/') {
            return true;
          }
        }
      }
      return false;
    }
  }
}

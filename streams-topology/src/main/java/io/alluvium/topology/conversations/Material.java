package io.alluvium.topology.conversations;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alluvium.schemas.Actor;
import io.alluvium.schemas.ConversationMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a model is given of a conversation: JSON, and nothing but JSON. A text cannot leave its
 * string, and cannot look like the beginning of another turn: line breaks and angle brackets are
 * escaped. People are P1, P2 and so on; their names and ids are not sent.
 */
final class Material {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final List<ConversationMessage> messages;
  private final Map<String, Integer> participants = new LinkedHashMap<>();
  private final List<String> names = new ArrayList<>();

  Material(List<ConversationMessage> messages) {
    this.messages = List.copyOf(messages);
    messages.forEach(this::number);
  }

  List<ConversationMessage> messages() {
    return messages;
  }

  /** How many people took part. */
  int participants() {
    return names.size();
  }

  /** What P1, P2 … are called, in this order. */
  List<String> names() {
    return List.copyOf(names);
  }

  /** Messages as JSON, in parts of at most this many characters of text. */
  List<String> parts(int characters) {
    var parts = new ArrayList<String>();
    var part = start();
    var size = 0;
    for (int i = 0; i < messages.size(); i++) {
      var message = messages.get(i);
      if (size > 0 && size + message.getText().length() > characters) {
        parts.add(part.toString());
        part = start();
        size = 0;
      }
      size += message.getText().length();
      var entry = part.withArray("/messages").addObject();
      entry.put("n", i + 1);
      entry.put("by", "P" + number(message));
      entry.put("text", message.getText());
    }
    parts.add(part.toString());
    return parts.stream().map(Material::escaped).toList();
  }

  private static ObjectNode start() {
    var part = JSON.createObjectNode();
    part.putArray("messages");
    return part;
  }

  /** Notes as JSON. */
  static String of(List<Answer.Point> points, List<String> topics, Set<Integer> marked) {
    var node = JSON.createObjectNode();
    var list = node.putArray("points");
    for (int i = 0; i < points.size(); i++) {
      var entry = list.addObject().put("text", points.get(i).text());
      points.get(i).from().forEach(entry.putArray("from")::add);
      if (marked.contains(i + 1)) {
        entry.put("important", true);
      }
    }
    if (!topics.isEmpty()) {
      topics.forEach(node.putArray("topics")::add);
    }
    return escaped(node.toString());
  }

  // An angle bracket of JSON can only stand within a string.
  private static String escaped(String json) {
    return json.replace("<", "\\u003c").replace(">", "\\u003e");
  }

  private int number(ConversationMessage message) {
    var id = message.getActor().map(Actor::getId).orElse("");
    return participants.computeIfAbsent(
        id,
        unknown -> {
          names.add(
              message.getActor().flatMap(Actor::getName).orElse(id.isEmpty() ? "someone" : id));
          return names.size();
        });
  }
}

package io.alluvium.simulators.github.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A part of a scenario file: an object with known keys. */
final class Section {
  private final String name;
  private final JsonNode node;

  /**
   * A part that may have these keys.
   *
   * @throws ScenarioException if it is no object or has others
   */
  Section(String name, JsonNode node, String... keys) {
    this.name = name;
    this.node = node;
    if (!node.isObject()) {
      throw new ScenarioException(name + " must be an object, is " + node);
    }
    Set<String> known = Set.of(keys);
    for (Iterator<String> present = node.fieldNames(); present.hasNext(); ) {
      String key = present.next();
      if (!known.contains(key)) {
        throw new ScenarioException(
            name + " has no key '" + key + "'; it may have " + List.of(keys));
      }
    }
  }

  String text(String key) {
    return optional(key)
        .orElseThrow(() -> new ScenarioException(name + " needs the key '" + key + "'"));
  }

  String text(String key, String ifAbsent) {
    return optional(key).orElse(ifAbsent);
  }

  Optional<String> optional(String key) {
    return Optional.ofNullable(node.get(key))
        .filter(value -> !value.isNull())
        .map(JsonNode::asText);
  }

  int number(String key, int ifAbsent) {
    return node.path(key).asInt(ifAbsent);
  }

  double share(String key, double ifAbsent) {
    return node.path(key).asDouble(ifAbsent);
  }

  boolean flag(String key) {
    return node.path(key).asBoolean(false);
  }

  Duration duration(String key, Duration ifAbsent) {
    try {
      return optional(key).map(Duration::parse).orElse(ifAbsent);
    } catch (DateTimeParseException e) {
      throw new ScenarioException(
          name + "." + key + " must be a duration such as PT1M30S, is " + node.get(key));
    }
  }

  JsonNode node(String key) {
    return node.path(key);
  }

  List<String> texts(String key) {
    var texts = new ArrayList<String>();
    node.path(key).forEach(item -> texts.add(item.asText()));
    return texts;
  }

  Map<String, String> map(String key) {
    var map = new LinkedHashMap<String, String>();
    node.path(key)
        .properties()
        .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
    return map;
  }

  /** Reads every item of a list. */
  void each(String key, Consumer<JsonNode> reader) {
    node.path(key).forEach(reader);
  }
}

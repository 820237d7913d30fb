package io.alluvium.simulators.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** A part of a scenario file: an object with known keys. */
public final class Section {
  private final String name;
  private final JsonNode node;

  /**
   * A part that may have these keys.
   *
   * @throws ScenarioException if it is no object or has others
   */
  public Section(String name, JsonNode node, String... keys) {
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

  /**
   * Reads a file in YAML or JSON.
   *
   * @throws ScenarioException if it is neither, or has other keys than these
   */
  public static Section parse(String text, String... keys) {
    try {
      Object loaded = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
      JsonNode tree = new ObjectMapper().valueToTree(loaded == null ? Map.of() : loaded);
      return new Section("the scenario", tree, keys);
    } catch (YAMLException e) {
      throw new ScenarioException("The scenario is neither YAML nor JSON: " + e.getMessage());
    }
  }

  /** Whether it has the key. */
  public boolean has(String key) {
    return node.has(key);
  }

  /**
   * The text of a key.
   *
   * @throws ScenarioException if there is none
   */
  public String text(String key) {
    return optional(key)
        .orElseThrow(() -> new ScenarioException(name + " needs the key '" + key + "'"));
  }

  /** The text of a key, or another one. */
  public String text(String key, String ifAbsent) {
    return optional(key).orElse(ifAbsent);
  }

  /** The text of a key, if there is one. */
  public Optional<String> optional(String key) {
    return Optional.ofNullable(node.get(key))
        .filter(value -> !value.isNull())
        .map(JsonNode::asText);
  }

  /** The whole number of a key, or another one. */
  public int number(String key, int ifAbsent) {
    return node.path(key).asInt(ifAbsent);
  }

  /** The fraction of a key, or another one. */
  public double share(String key, double ifAbsent) {
    return node.path(key).asDouble(ifAbsent);
  }

  /** Whether a key is true. */
  public boolean flag(String key) {
    return node.path(key).asBoolean(false);
  }

  /**
   * The length of time of a key, or another one.
   *
   * @throws ScenarioException if it is not written as PT1M30S
   */
  public Duration duration(String key, Duration ifAbsent) {
    try {
      return optional(key).map(Duration::parse).orElse(ifAbsent);
    } catch (DateTimeParseException e) {
      throw new ScenarioException(
          name + "." + key + " must be a duration such as PT1M30S, is " + node.get(key));
    }
  }

  /** The part below a key; missing if there is none. */
  public JsonNode node(String key) {
    return node.path(key);
  }

  /** The texts of a list. */
  public List<String> texts(String key) {
    var texts = new ArrayList<String>();
    node.path(key).forEach(item -> texts.add(item.asText()));
    return texts;
  }

  /** Names and texts below a key. */
  public Map<String, String> map(String key) {
    var map = new LinkedHashMap<String, String>();
    node.path(key)
        .properties()
        .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
    return map;
  }

  /** Reads every item of a list. */
  public void each(String key, Consumer<JsonNode> reader) {
    node.path(key).forEach(reader);
  }
}

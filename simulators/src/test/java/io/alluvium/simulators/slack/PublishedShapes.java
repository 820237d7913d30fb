package io.alluvium.simulators.slack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Slack's published description of its answers. It is looser than JSON Schema here in two ways,
 * since the description is not true to Slack in them: it does not know all properties ({@code
 * edited}, {@code response_metadata}), and writes "any of these" as items of what is no array.
 */
final class PublishedShapes {
  private final JsonNode description;

  PublishedShapes() {
    try (var in = getClass().getResourceAsStream("/slack/web-api.json")) {
      description = SlackJson.MAPPER.readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What is wrong with an answer of a method. */
  List<String> violations(String method, JsonNode answer) {
    var schema = description.path("methods").path(method);
    if (schema.isMissingNode()) {
      throw new IllegalArgumentException("No description of " + method);
    }
    var found = new ArrayList<String>();
    check(schema, answer, method, found);
    return found;
  }

  private void check(JsonNode schema, JsonNode value, String at, List<String> found) {
    if (schema.has("$ref")) {
      var ref = schema.path("$ref").asText();
      check(
          description.path("schemas").path(ref.substring(ref.lastIndexOf('/') + 1)),
          value,
          at,
          found);
    } else if (schema.has("anyOf")) {
      checkAny(schema.path("anyOf"), value, at, found);
    } else if (schema.has("items") && !value.isArray()) {
      check(schema.path("items"), value, at, found);
    } else if (value.isNull()) {
      if (!schema.path("nullable").asBoolean()) {
        found.add(at + " is null");
      }
    } else {
      checkPlain(schema, value, at, found);
    }
  }

  private void checkAny(JsonNode schemas, JsonNode value, String at, List<String> found) {
    var all = new ArrayList<String>();
    for (var one : schemas) {
      var wrong = new ArrayList<String>();
      check(one, value, at, wrong);
      if (wrong.isEmpty()) {
        return;
      }
      all.addAll(wrong);
    }
    found.addAll(all);
  }

  private void checkPlain(JsonNode schema, JsonNode value, String at, List<String> found) {
    var type = schema.path("type").asText("");
    if (!type.isEmpty() && !isOf(type, value)) {
      found.add(at + " is not " + type + ": " + value);
      return;
    }
    var pattern = schema.path("pattern").asText("");
    if (!pattern.isEmpty() && !value.asText().matches(".*(" + pattern + ").*")) {
      found.add(at + " is not like " + pattern + ": " + value);
    }
    for (var required : schema.path("required")) {
      if (!value.has(required.asText())) {
        found.add(at + " lacks " + required.asText());
      }
    }
    schema
        .path("properties")
        .properties()
        .forEach(property -> {
          if (value.has(property.getKey())) {
            var below = at + "." + property.getKey();
            check(property.getValue(), value.get(property.getKey()), below, found);
          }
        });
    if (value.isArray()) {
      value.forEach(element -> check(schema.path("items"), element, at + "[]", found));
    }
  }

  private static boolean isOf(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      default -> true;
    };
  }
}

package io.alluvium.connectors.github;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads GitHub's JSON, where null, an empty string and nothing at all mean the same. */
final class Json {
  private Json() {}

  /** A field as text. */
  static Optional<String> text(JsonNode node, String field) {
    var value = node.path(field);
    return value.isNull() || value.isMissingNode() || value.isContainerNode()
        ? Optional.empty()
        : Optional.of(value.asText()).filter(text -> !text.isEmpty());
  }

  /**
   * A field that is always there.
   *
   * @throws IllegalArgumentException if it is not
   */
  static String required(JsonNode node, String field) {
    return text(node, field)
        .orElseThrow(() -> new IllegalArgumentException("'" + field + "' is missing"));
  }

  /**
   * A number that is always there.
   *
   * @throws IllegalArgumentException if it is not
   */
  static long number(JsonNode node, String field) {
    if (!node.path(field).canConvertToLong()) {
      throw new IllegalArgumentException("'" + field + "' is missing or no number");
    }
    return node.path(field).longValue();
  }

  /** The first of some times that is there. */
  static Optional<Instant> time(JsonNode node, String... fields) {
    for (var field : fields) {
      var value = text(node, field);
      if (value.isPresent()) {
        return Optional.of(OffsetDateTime.parse(value.get()).toInstant());
      }
    }
    return Optional.empty();
  }

  /** The elements of a list, each made something of. */
  static List<String> list(JsonNode node, String field, Function<JsonNode, String> element) {
    var list = new ArrayList<String>();
    node.path(field).forEach(one -> list.add(element.apply(one)));
    return list;
  }

  /** The number at the end of an address, such as that of an issue. */
  static long lastNumber(String url) {
    return Long.parseLong(url.substring(url.lastIndexOf('/') + 1));
  }
}

package io.alluvium.connectors.postgres;

import java.util.Map;
import java.util.TreeMap;

/** Writes a row as RFC 8785 JSON: one flat object of strings, keys sorted by UTF-16 code units. */
final class RowJson {
  private RowJson() {}

  static String of(Map<String, String> row) {
    var json = new StringBuilder("{");
    new TreeMap<>(row)
        .forEach((column, value) -> {
          if (json.length() > 1) {
            json.append(',');
          }
          append(json, column);
          json.append(':');
          append(json, value);
        });
    return json.append('}').toString();
  }

  /** Appends a JSON string in the shortest form. */
  static void append(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\b' -> json.append("\\b");
        case '\t' -> json.append("\\t");
        case '\n' -> json.append("\\n");
        case '\f' -> json.append("\\f");
        case '\r' -> json.append("\\r");
        default -> {
          if (c < ' ') {
            json.append("\\u%04x".formatted((int) c));
          } else {
            json.append(c);
          }
        }
      }
    }
    json.append('"');
  }
}

package io.alluvium.app.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.alluvium.app.UserError;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Writes our answers as JSON: records by their components, times in ISO 8601. */
final class Json {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .registerModule(
              new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance));

  private Json() {}

  /**
   * Settings of a source as a request brings them: an object of strings, numbers and booleans.
   *
   * @throws UserError SETTINGS_INVALID if the body is something else
   */
  static Map<String, String> readSettings(String body) {
    try {
      var settings = new TreeMap<String, String>();
      for (var entry : MAPPER.readTree(body).properties()) {
        if (!entry.getValue().isValueNode()) {
          throw wrong("'" + entry.getKey() + "' is not a single value.");
        }
        settings.put(entry.getKey(), entry.getValue().asText());
      }
      if (!settings.isEmpty()) {
        return settings;
      }
      throw wrong("The request has no settings.");
    } catch (JsonProcessingException e) {
      throw wrong("The request is not JSON.");
    }
  }

  private static UserError wrong(String what) {
    return new UserError(
        "SETTINGS_INVALID",
        what,
        "Send an object such as {\"connector.class\": \"files\", \"files.path\": \"/srv/docs\"}.");
  }

  static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write " + value.getClass() + " as JSON", e);
    }
  }
}

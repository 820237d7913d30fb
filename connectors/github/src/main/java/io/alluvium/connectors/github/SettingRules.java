package io.alluvium.connectors.github;

import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;

/** What settings of the GitHub source may hold. */
final class SettingRules {
  private SettingRules() {}

  static void checkUrl(String key, Object value) {
    try {
      var url = URI.create((String) value);
      if (url.getHost() == null || !List.of("http", "https").contains(url.getScheme())) {
        throw new ConfigException(key, value, "Give an address that begins with https://");
      }
    } catch (IllegalArgumentException e) {
      throw new ConfigException(key, value, "Not an address: " + e.getMessage());
    }
  }

  static void checkStart(String key, Object value) {
    try {
      start((String) value);
    } catch (DateTimeParseException e) {
      throw new ConfigException(
          key, value, "Give a day such as 2026-01-31 or a time such as 2026-01-31T08:00:00Z");
    }
  }

  static void checkStreams(String key, Object value) {
    for (var id : (List<?>) value) {
      try {
        StreamKind.of((String) id);
      } catch (IllegalArgumentException e) {
        throw new ConfigException(key, id, "Give some of " + StreamKind.all());
      }
    }
  }

  /** The time that a day or a time stands for; empty for nothing. */
  static Optional<Instant> start(String value) {
    if (value.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        value.contains("T")
            ? Instant.parse(value)
            : LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant());
  }
}

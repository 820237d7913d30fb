package io.alluvium.app.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Settings from environment variables: {@code ALLUVIUM_HTTP_PORT} is {@code http.port}, {@code
 * ALLUVIUM_SOURCES_DOCS_FILES_PATH} is {@code sources.docs.files.path}.
 *
 * <p>Variables that name no key are left alone, because others set some that look like ours:
 * Kubernetes gives {@code ALLUVIUM_SERVICE_HOST} to every pod beside a service called alluvium.
 */
final class Environment {
  static final String PREFIX = "ALLUVIUM_";

  private static final String SOURCES = PREFIX + "SOURCES_";

  private Environment() {}

  /**
   * The settings in the variables.
   *
   * @param sourceNames sources known from elsewhere; their names may hold what a variable cannot
   */
  static Map<String, Setting> read(Map<String, String> variables, Collection<String> sourceNames) {
    var settings = new LinkedHashMap<String, Setting>();
    for (var key : NodeKey.values()) {
      var value = variables.get(key.variable());
      if (value != null && !value.isEmpty()) {
        settings.put(key.key(), new Setting(value, "environment variable " + key.variable()));
      }
    }
    variables.forEach((variable, value) -> {
      if (variable.startsWith(SOURCES) && !value.isEmpty()) {
        var rest = variable.substring(SOURCES.length());
        settings.put(
            "sources." + sourceKey(rest, sourceNames),
            new Setting(value, "environment variable " + variable));
      }
    });
    return settings;
  }

  private static String sourceKey(String rest, Collection<String> sourceNames) {
    return sourceNames.stream()
        .filter(name -> rest.startsWith(spelled(name) + "_"))
        .max(Comparator.comparingInt(String::length))
        .map(name -> name + "." + dotted(rest.substring(spelled(name).length() + 1)))
        .orElseGet(() -> dotted(rest));
  }

  private static String spelled(String name) {
    return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  private static String dotted(String variable) {
    return variable.toLowerCase(Locale.ROOT).replace('_', '.');
  }
}

package io.alluvium.app.config;

import io.alluvium.app.UserError;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Puts a {@link NodeConfig} together: a flag wins over the environment, that over the file, that
 * over the default. Each layer may be left out. Not thread-safe.
 */
public final class ConfigLoader {
  private static final String SOURCES = "sources.";
  private static final Pattern SOURCE_KEY = Pattern.compile("sources\\.([^.]+)\\.(.+)");
  private static final Pattern SOURCE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");

  private Map<String, Setting> file = Map.of();
  private Map<String, String> variables = Map.of();
  private final Map<String, Setting> flags = new LinkedHashMap<>();

  /**
   * Takes the settings of alluvium.yaml.
   *
   * @throws UserError if the file cannot be read, is not YAML, or says one key twice
   */
  public ConfigLoader file(Path path) {
    file = ConfigFile.read(path);
    return this;
  }

  /** Takes the settings among environment variables. */
  public ConfigLoader environment(Map<String, String> environment) {
    variables = Map.copyOf(environment);
    return this;
  }

  /**
   * Takes settings from the command line.
   *
   * @param settings dotted keys
   * @param nameOf how the user wrote a key, such as {@code --port} for {@code http.port}
   */
  public ConfigLoader flags(Map<String, String> settings, UnaryOperator<String> nameOf) {
    settings.forEach((key, value) -> flags.put(key, new Setting(value, nameOf.apply(key))));
    return this;
  }

  /**
   * The configuration that all layers together describe.
   *
   * @throws UserError if a key is unknown, a value is of the wrong type, or two do not go together
   */
  public NodeConfig load() {
    var values = new EnumMap<NodeKey, String>(NodeKey.class);
    for (var key : NodeKey.values()) {
      key.defaultValue().ifPresent(value -> values.put(key, value));
    }
    var sources = new TreeMap<String, Map<String, String>>();
    // What a later layer replaces must be right too: one day it is not replaced.
    for (var layer : List.of(file, Environment.read(variables, sourceNames()), flags)) {
      new TreeMap<>(layer).forEach((key, setting) -> take(key, setting, values, sources));
    }
    var config = new NodeConfig(values, sources);
    ConfigRules.check(config);
    return config;
  }

  private TreeSet<String> sourceNames() {
    var names = new TreeSet<String>();
    for (var layer : List.of(file, flags)) {
      for (var key : layer.keySet()) {
        var matcher = SOURCE_KEY.matcher(key);
        if (matcher.matches()) {
          names.add(matcher.group(1));
        }
      }
    }
    return names;
  }

  private static void take(
      String key,
      Setting setting,
      Map<NodeKey, String> values,
      Map<String, Map<String, String>> sources) {
    if (key.startsWith(SOURCES)) {
      takeSource(key, setting, sources);
      return;
    }
    var known = NodeKey.named(key).orElseThrow(() -> unknown(key, setting));
    var value = setting.value().strip();
    if (!known.type().accepts(value)) {
      throw new UserError(
          "CONFIG_WRONG_TYPE",
          "'%s' cannot be '%s' (%s).".formatted(key, setting.value(), setting.origin()),
          "Set it to " + known.type().expected() + ".");
    }
    values.put(known, value);
  }

  private static void takeSource(
      String key, Setting setting, Map<String, Map<String, String>> sources) {
    var matcher = SOURCE_KEY.matcher(key);
    if (!matcher.matches() || !SOURCE_NAME.matcher(matcher.group(1)).matches()) {
      throw new UserError(
          "CONFIG_SOURCE_NAME",
          "'%s' (%s) does not name a setting of a source.".formatted(key, setting.origin()),
          "Write sources.<name>.<key>, the name of letters, digits, '-' and '_'.");
    }
    sources
        .computeIfAbsent(matcher.group(1), name -> new TreeMap<>())
        .put(matcher.group(2), setting.value());
  }

  /** Somebody may also know only the last part of a key: {@code port}. */
  private static Optional<String> nearest(String key) {
    return Nearest.to(key, NodeKey.keys())
        .or(() ->
            NodeKey.keys().stream()
                .filter(
                    known -> Nearest.edits(key, known.substring(known.lastIndexOf('.') + 1)) < 2)
                .findFirst());
  }

  private static UserError unknown(String key, Setting setting) {
    var remedy =
        nearest(key)
            .map(nearest -> "Did you mean '" + nearest + "'?")
            .orElse("Valid keys: " + String.join(", ", NodeKey.keys()) + ", sources.<name>.<key>.");
    return new UserError(
        "CONFIG_UNKNOWN_KEY",
        "There is no setting '%s' (%s).".formatted(key, setting.origin()),
        remedy);
  }
}

package io.alluvium.app.config;

import io.alluvium.app.UserError;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads alluvium.yaml into flat, dotted keys; nested and dotted spelling mean the same. */
final class ConfigFile {
  private final Path path;
  private final Map<String, Setting> settings = new LinkedHashMap<>();

  private ConfigFile(Path path) {
    this.path = path;
  }

  /**
   * The settings of a file.
   *
   * @throws UserError if the file cannot be read, is not YAML, or says one key twice
   */
  static Map<String, Setting> read(Path path) {
    var file = new ConfigFile(path);
    file.flatten("", file.parse());
    return Map.copyOf(file.settings);
  }

  private @Nullable Object parse() {
    try (var reader = Files.newBufferedReader(path)) {
      return yaml().load(reader);
    } catch (CharacterCodingException e) {
      throw new UserError(
          "CONFIG_UNREADABLE", path + " is not UTF-8 text.", "Save it as UTF-8.", e);
    } catch (IOException e) {
      throw new UserError(
          "CONFIG_UNREADABLE",
          "Cannot read the configuration file " + path + ".",
          "Name a readable file with --config.",
          e);
    } catch (YAMLException e) {
      throw new UserError(
          "CONFIG_NOT_YAML", path + " is not valid YAML: " + firstLines(e) + ".", "Correct it.", e);
    }
  }

  private void flatten(String key, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, child) -> flatten(key.isEmpty() ? "" + name : key + "." + name, child));
    } else if (value instanceof Collection<?> list) {
      put(key, list.stream().map(String::valueOf).collect(Collectors.joining(",")));
    } else if (value != null) {
      put(key, value.toString());
    }
  }

  private void put(String key, String value) {
    if (key.isEmpty()) {
      throw new UserError(
          "CONFIG_NOT_YAML",
          path + " must hold keys and values, but holds '" + value + "'.",
          "Write lines such as 'http.port: 8484'.");
    }
    if (value.isEmpty()) {
      return;
    }
    if (settings.put(key, new Setting(value, path.toString())) != null) {
      throw new UserError(
          "CONFIG_KEY_TWICE", path + " says '" + key + "' twice.", "Remove one of them.");
    }
  }

  /** Every scalar stays the text that was written: "on", 010 and 1_000 mean what they say. */
  private static Yaml yaml() {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    var dumping = new DumperOptions();
    var plainText =
        new Resolver() {
          @Override
          protected void addImplicitResolvers() {
            addImplicitResolver(Tag.MERGE, MERGE, "<");
          }
        };
    return new Yaml(
        new SafeConstructor(options), new Representer(dumping), dumping, options, plainText);
  }

  private static String firstLines(YAMLException e) {
    return String.valueOf(e.getMessage())
        .lines()
        .map(String::strip)
        .limit(3)
        .collect(Collectors.joining(" "));
  }
}

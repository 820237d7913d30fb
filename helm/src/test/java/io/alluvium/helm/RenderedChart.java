package io.alluvium.helm;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The objects that the chart makes of some values. */
final class RenderedChart {
  static final Path CHART = Path.of("alluvium").toAbsolutePath();

  /** Without it Helm's library takes itself for one of 2020. */
  private static final String KUBERNETES = "1.34.0";

  /** Helm does not show hooks, which must hold too: here they are objects like all others. */
  private static final Path WITH_HOOKS = withHooks();

  private final String text;
  private final List<JsonObject> objects = new ArrayList<>();

  private RenderedChart(String manifests) {
    text = manifests;
    for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(manifests)) {
      if (document != null) {
        objects.add(new Gson().toJsonTree(document).getAsJsonObject());
      }
    }
  }

  /**
   * Renders the chart as release {@code river} in namespace {@code delta}.
   *
   * @param values file of values
   */
  static RenderedChart of(Path values) {
    return new RenderedChart(
        new Helm(WITH_HOOKS)
            .template()
            .withName("river")
            .withNamespace("delta")
            .withKubeVersion(KUBERNETES)
            .withValuesFile(values)
            .call());
  }

  private static Path withHooks() {
    try (var files = Files.walk(CHART)) {
      var copy = Files.createTempDirectory("chart");
      copy.toFile().deleteOnExit();
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var target = copy.resolve(CHART.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.writeString(
            target, Files.readString(file).replace("helm.sh/hook:", "alluvium.io/hook:"));
        target.toFile().deleteOnExit();
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Objects from YAML, not from the chart. */
  static RenderedChart ofText(String manifests) {
    return new RenderedChart(manifests);
  }

  /** As Helm wrote them. */
  String text() {
    return text;
  }

  List<JsonObject> objects() {
    return List.copyOf(objects);
  }

  List<JsonObject> all(String kind) {
    return objects.stream().filter(object -> kindOf(object).equals(kind)).toList();
  }

  /** The object of a kind and a name; empty if there is none. */
  Optional<JsonObject> find(String kind, String name) {
    return all(kind).stream().filter(object -> nameOf(object).equals(name)).findFirst();
  }

  /** What runs: every pod of every workload, job and test. */
  List<Pod> pods() {
    var pods = new ArrayList<Pod>();
    for (var object : objects) {
      switch (kindOf(object)) {
        case "Deployment", "StatefulSet", "Job" ->
            pods.add(new Pod(object, at(object, "spec.template").getAsJsonObject()));
        case "Pod" -> pods.add(new Pod(object, object));
        default -> {
          // Nothing of it runs.
        }
      }
    }
    return pods;
  }

  static String kindOf(JsonObject object) {
    return object.get("kind").getAsString();
  }

  static String nameOf(JsonObject object) {
    return at(object, "metadata.name").getAsString();
  }

  /** Element at a path such as {@code spec.template.spec.containers.0}. */
  static JsonElement at(JsonObject object, String path) {
    return find(object, path)
        .orElseThrow(() -> new AssertionError("Nothing at " + path + " of " + object));
  }

  /** The same; empty where there is none. */
  static Optional<JsonElement> find(JsonObject object, String path) {
    JsonElement element = object;
    for (var step : path.split("\\.")) {
      element =
          element.isJsonArray()
              ? element.getAsJsonArray().get(Integer.parseInt(step))
              : element.getAsJsonObject().get(step);
      if (element == null) {
        return Optional.empty();
      }
    }
    return Optional.of(element);
  }

  /** The objects of an array at a path; none where there is no array. */
  static List<JsonObject> each(JsonObject object, String path) {
    return find(object, path)
        .map(JsonElement::getAsJsonArray)
        .orElseGet(JsonArray::new)
        .asList()
        .stream()
        .map(JsonElement::getAsJsonObject)
        .toList();
  }
}

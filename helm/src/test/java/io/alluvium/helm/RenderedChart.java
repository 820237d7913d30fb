package io.alluvium.helm;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.marcnuri.helm.Helm;
import io.kubernetes.client.openapi.JSON;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The objects that the chart makes of some values. */
final class RenderedChart {
  static final Path CHART = Path.of("alluvium").toAbsolutePath();

  /** Without it Helm's library takes itself for one of 2020. */
  private static final String KUBERNETES = "1.34.0";

  private final List<JsonObject> objects = new ArrayList<>();

  private RenderedChart(String manifests) {
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
        new Helm(CHART)
            .template()
            .withName("river")
            .withNamespace("delta")
            .withKubeVersion(KUBERNETES)
            .withValuesFile(values)
            .call());
  }

  /** Objects from YAML, not from the chart. */
  static RenderedChart ofText(String manifests) {
    return new RenderedChart(manifests);
  }

  List<String> kinds() {
    return objects.stream().map(object -> object.get("kind").getAsString()).sorted().toList();
  }

  JsonObject one(String kind) {
    return objects.stream()
        .filter(object -> object.get("kind").getAsString().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  /** Element at a path such as {@code spec.template.spec.containers.0}. */
  static JsonElement at(JsonObject object, String path) {
    JsonElement element = object;
    for (var step : path.split("\\.")) {
      element =
          element.isJsonArray()
              ? element.getAsJsonArray().get(Integer.parseInt(step))
              : element.getAsJsonObject().get(step);
    }
    return element;
  }

  /**
   * What the Kubernetes API's own types have against the objects: unknown fields at any depth,
   * missing ones, wrong types.
   */
  List<String> complaints() {
    var complaints = new ArrayList<String>();
    for (var object : objects) {
      try {
        check(object);
      } catch (InvocationTargetException e) {
        complaints.add(object.get("kind").getAsString() + ": " + e.getCause().getMessage());
      } catch (ReflectiveOperationException | RuntimeException e) {
        complaints.add(object.get("kind").getAsString() + ": " + e);
      }
    }
    return complaints;
  }

  private static void check(JsonObject object) throws ReflectiveOperationException {
    var type = Class.forName(typeOf(object));
    type.getMethod("validateJsonElement", JsonElement.class).invoke(null, object);
    var unused = new JSON();
    JSON.getGson().fromJson(object, type);
  }

  private static String typeOf(JsonObject object) {
    var version = object.get("apiVersion").getAsString();
    version = version.substring(version.indexOf('/') + 1);
    return "io.kubernetes.client.openapi.models."
        + version.substring(0, 1).toUpperCase(Locale.ROOT)
        + version.substring(1)
        + object.get("kind").getAsString();
  }
}

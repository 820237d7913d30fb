package io.alluvium.helm;

import static io.alluvium.helm.RenderedChart.kindOf;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Holds objects to their types: those of Kubernetes to the classes of its client, those of others
 * to {@code custom-resources.yaml}, which we wrote from their documentation.
 */
final class ObjectTypes {
  private static final Map<String, Object> CUSTOM = custom();

  private ObjectTypes() {}

  /** Unknown fields at any depth, missing ones, wrong types. */
  static List<String> complaints(RenderedChart chart) {
    var complaints = new ArrayList<String>();
    for (var object : chart.objects()) {
      try {
        var shape = CUSTOM.get(kindOf(object));
        if (shape == null) {
          validate(typeOf(object), object);
        } else {
          compare(kindOf(object), object, shape, complaints);
          validate("V1ObjectMeta", object.getAsJsonObject("metadata"));
        }
      } catch (InvocationTargetException e) {
        complaints.add(kindOf(object) + ": " + e.getCause().getMessage());
      } catch (ReflectiveOperationException | RuntimeException e) {
        complaints.add(kindOf(object) + ": " + e);
      }
    }
    return complaints;
  }

  private static void validate(String name, JsonObject object) throws ReflectiveOperationException {
    var type = Class.forName("io.kubernetes.client.openapi.models." + name);
    type.getMethod("validateJsonElement", JsonElement.class).invoke(null, object);
    var unused = new JSON();
    JSON.getGson().fromJson(object, type);
  }

  private static String typeOf(JsonObject object) {
    var version = object.get("apiVersion").getAsString();
    version = version.substring(version.indexOf('/') + 1);
    return version.substring(0, 1).toUpperCase(Locale.ROOT) + version.substring(1) + kindOf(object);
  }

  private static void compare(
      String path, JsonElement element, Object shape, List<String> complaints) {
    switch (shape) {
      case Map<?, ?> fields when element.isJsonObject() ->
          compareFields(path, element.getAsJsonObject(), fields, complaints);
      case List<?> items when element.isJsonArray() ->
          element
              .getAsJsonArray()
              .forEach(item -> compare(path + "[]", item, items.getFirst(), complaints));
      case String type when isA(type, element) -> {
        // As it should be.
      }
      default -> complaints.add(path + " is " + element + ", not " + shape);
    }
  }

  /** A field with {@code !} after its name must be there. */
  private static void compareFields(
      String path, JsonObject object, Map<?, ?> fields, List<String> complaints) {
    for (var field : object.entrySet()) {
      var shape = fields.get(field.getKey());
      shape = shape == null ? fields.get(field.getKey() + "!") : shape;
      if (shape == null) {
        complaints.add(path + "." + field.getKey() + " is unknown");
      } else {
        compare(path + "." + field.getKey(), field.getValue(), shape, complaints);
      }
    }
    for (var name : fields.keySet()) {
      var text = name.toString();
      if (text.endsWith("!") && !object.has(text.substring(0, text.length() - 1))) {
        complaints.add(path + " lacks " + text);
      }
    }
  }

  private static boolean isA(String type, JsonElement element) {
    return switch (type) {
      case "any" -> true;
      case "string" -> element.isJsonPrimitive() && element.getAsJsonPrimitive().isString();
      case "number" -> element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber();
      case "boolean" -> element.isJsonPrimitive() && element.getAsJsonPrimitive().isBoolean();
      case "strings" ->
          element.isJsonObject()
              && element.getAsJsonObject().asMap().values().stream()
                  .allMatch(value -> isA("string", value));
      case "scalars" ->
          element.isJsonObject()
              && element.getAsJsonObject().asMap().values().stream()
                  .allMatch(JsonElement::isJsonPrimitive);
      default -> throw new IllegalArgumentException("custom-resources.yaml says " + type);
    };
  }

  private static Map<String, Object> custom() {
    try (var file = ObjectTypes.class.getResourceAsStream("/custom-resources.yaml")) {
      return new Yaml(new SafeConstructor(new LoaderOptions())).load(Objects.requireNonNull(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

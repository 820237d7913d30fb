package io.alluvium.helm;

import static io.alluvium.helm.RenderedChart.each;
import static io.alluvium.helm.RenderedChart.find;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A pod as something of the chart will start it.
 *
 * @param owner what starts it
 * @param template labels and specification
 */
record Pod(JsonObject owner, JsonObject template) {
  String name() {
    return RenderedChart.kindOf(owner) + " " + RenderedChart.nameOf(owner);
  }

  JsonObject spec() {
    return template.getAsJsonObject("spec");
  }

  List<JsonObject> containers() {
    return Stream.concat(
            each(spec(), "initContainers").stream(), each(spec(), "containers").stream())
        .toList();
  }

  List<JsonObject> volumes() {
    return each(spec(), "volumes");
  }

  /** Names of volumes, those of claims included. */
  Set<String> volumeNames() {
    var names = new ArrayList<String>();
    volumes().forEach(volume -> names.add(volume.get("name").getAsString()));
    each(owner, "spec.volumeClaimTemplates")
        .forEach(claim -> names.add(RenderedChart.nameOf(claim)));
    return Set.copyOf(names);
  }

  /** Names of ports of all containers. */
  Set<String> portNames() {
    return containers().stream()
        .flatMap(container -> each(container, "ports").stream())
        .map(port -> port.get("name").getAsString())
        .collect(Collectors.toSet());
  }

  /** Whether it has all these labels. */
  boolean matches(JsonElement labels) {
    return find(template, "metadata.labels")
        .map(own -> own.getAsJsonObject().entrySet())
        .orElse(Set.<Map.Entry<String, JsonElement>>of())
        .containsAll(labels.getAsJsonObject().entrySet());
  }
}

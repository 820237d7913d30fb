package io.alluvium.app.doctor;

import io.alluvium.app.config.Nearest;
import io.alluvium.app.config.NodeKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Variables that look like settings but are none: most likely misspelled. */
final class EnvironmentCheck {
  private static final String PREFIX = "ALLUVIUM_";

  /** Read by the launcher or the command line, not settings of a node. */
  private static final Set<String> OTHERS =
      Set.of(
          "ALLUVIUM_JAVA_HOME",
          "ALLUVIUM_HEAP",
          "ALLUVIUM_CONNECTORS",
          "ALLUVIUM_AOT",
          "ALLUVIUM_LOG",
          "ALLUVIUM_CONFIG");

  private EnvironmentCheck() {}

  static List<Finding> look(Patient patient) {
    var settings = new ArrayList<>(Arrays.stream(NodeKey.values()).map(NodeKey::variable).toList());
    settings.addAll(OTHERS);
    var findings = new ArrayList<Finding>();
    for (var variable : patient.environment().keySet().stream().sorted().toList()) {
      if (variable.startsWith(PREFIX)
          && !variable.startsWith(PREFIX + "SOURCES_")
          && !settings.contains(variable)) {
        Nearest.to(variable, settings)
            .ifPresent(nearest ->
                findings.add(
                    Finding.warn(
                        "environment",
                        variable + " is set, but is not a setting",
                        "Did you mean " + nearest + "?")));
      }
    }
    return findings;
  }
}

package io.alluvium.app.doctor;

import io.alluvium.app.config.Ports;
import java.util.ArrayList;
import java.util.List;

/** The ports a node listens on: free, or held by our own node. */
final class PortsCheck {
  private PortsCheck() {}

  static List<Finding> look(Patient patient) {
    if (patient.node().isPresent()) {
      return List.of(
          Finding.ok("ports", "held by our node (process " + patient.node().get().pid() + ")"));
    }
    var findings = new ArrayList<Finding>();
    Ports.needed(patient.config())
        .forEach((flag, port) ->
            findings.add(
                Ports.isFree(port)
                    ? Finding.ok("port " + port, "free")
                    : Finding.fail(
                        "port " + port,
                        "taken by another process",
                        "Stop that process, or choose another port with " + flag + ".")));
    return findings;
  }
}

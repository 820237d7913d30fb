package io.alluvium.app.doctor;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** The Java that runs us, and the memory it has. */
final class JavaCheck {
  private static final int NEEDED = 25;
  private static final long GIB = 1L << 30;

  private JavaCheck() {}

  static List<Finding> look(Patient patient) {
    var findings = new ArrayList<Finding>();
    var version = Runtime.version();
    findings.add(
        version.feature() >= NEEDED
            ? Finding.ok("java", "Java " + version)
            : Finding.fail(
                "java",
                "Java " + version,
                "Install JDK " + NEEDED + " or set ALLUVIUM_JAVA_HOME."));
    var flags = ManagementFactory.getRuntimeMXBean().getInputArguments();
    if (flags.stream().noneMatch(flag -> flag.startsWith("--enable-native-access"))) {
      findings.add(
          Finding.warn(
              "java flags", "Java runs without our flags", "Start it by ./alluvium, not by java."));
    }
    findings.add(memory(patient));
    return findings;
  }

  private static Finding memory(Patient patient) {
    var heap = patient.environment().getOrDefault("ALLUVIUM_HEAP", "1g");
    if (!(ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system)) {
      return Finding.ok("memory", "heap of a node " + heap);
    }
    long total = system.getTotalMemorySize();
    var message = "%.1f GiB, heap of a node %s".formatted((double) total / GIB, heap);
    return total < 2 * GIB
        ? Finding.warn("memory", message, "Have 2 GiB or more for a node.")
        : Finding.ok("memory", message);
  }
}

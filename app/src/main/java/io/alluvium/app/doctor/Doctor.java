package io.alluvium.app.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Makes every check, in the order in which a user would put things right. */
public final class Doctor {
  private static final List<Function<Patient, List<Finding>>> CHECKS =
      List.of(
          JavaCheck::look,
          EnvironmentCheck::look,
          DataDirCheck::look,
          PortsCheck::look,
          KafkaCheck::look,
          HttpServicesCheck::look,
          WatchedCheck::look,
          LimitsCheck::look,
          ClockCheck::look);

  private Doctor() {}

  /** Every finding about the patient; changes nothing. */
  public static List<Finding> examine(Patient patient) {
    var findings = new ArrayList<Finding>();
    for (var check : CHECKS) {
      findings.addAll(check.apply(patient));
    }
    return List.copyOf(findings);
  }
}

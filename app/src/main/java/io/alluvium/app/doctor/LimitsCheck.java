package io.alluvium.app.doctor;

import java.lang.management.ManagementFactory;
import java.util.List;

/** How many files a process may have open: an index, a broker and stores need some. */
final class LimitsCheck {
  private static final long NEEDED = 4_096;
  private static final long COMFORTABLE = 16_384;

  private LimitsCheck() {}

  static List<Finding> look(Patient patient) {
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.UnixOperatingSystemMXBean unix) {
      return List.of(judge(unix.getMaxFileDescriptorCount()));
    }
    return List.of();
  }

  static Finding judge(long limit) {
    var message = limit + " allowed";
    var remedy = "Raise it: ulimit -n 65536.";
    if (limit < NEEDED) {
      return Finding.fail("open files", message, remedy);
    }
    return limit < COMFORTABLE
        ? Finding.warn("open files", message, remedy)
        : Finding.ok("open files", message);
  }
}

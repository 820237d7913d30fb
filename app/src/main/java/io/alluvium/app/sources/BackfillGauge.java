package io.alluvium.app.sources;

import io.alluvium.app.status.SourceStatus.Backfill;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.apache.kafka.common.utils.Sanitizer;

/**
 * Reads how far the first reading of a source is, from the metrics that our connectors give to the
 * worker: {@code backfill-done} and {@code backfill-total} of each axis.
 */
final class BackfillGauge {
  private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();

  private BackfillGauge() {}

  /** Progress over all axes; empty when the connector shows none or every axis is read. */
  static Optional<Backfill> of(String source) {
    long done = 0;
    long total = 0;
    boolean known = true;
    boolean reading = false;
    for (var bean : BEANS.queryNames(pattern(source), null)) {
      long axisDone = value(bean, "backfill-done");
      long axisTotal = value(bean, "backfill-total");
      done += axisDone;
      total += axisTotal;
      known &= axisTotal >= 0;
      reading |= axisTotal < 0 || axisDone < axisTotal;
    }
    return reading ? Optional.of(new Backfill(done, known ? total : 0)) : Optional.empty();
  }

  private static long value(ObjectName bean, String attribute) {
    try {
      return ((Number) BEANS.getAttribute(bean, attribute)).longValue();
    } catch (JMException e) {
      // The task ended between the listing and the question.
      return 0;
    }
  }

  private static ObjectName pattern(String source) {
    try {
      return new ObjectName(
          "kafka.connect:type=plugins,connector=" + Sanitizer.jmxSanitize(source) + ",*");
    } catch (MalformedObjectNameException e) {
      throw new IllegalStateException(e);
    }
  }
}

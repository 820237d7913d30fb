package io.alluvium.topology;

import io.alluvium.schemas.VersionOrder;
import java.util.Comparator;

/** Compares version orders: epoch, upstream order, observation, left to right. */
final class Newness {
  private static final Comparator<VersionOrder> UPSTREAM =
      Comparator.comparingLong(VersionOrder::getEpoch).thenComparingLong(VersionOrder::getUpstream);
  private static final Comparator<VersionOrder> ORDER =
      UPSTREAM.thenComparingLong(VersionOrder::getObservation);

  private Newness() {}

  static boolean isNewer(VersionOrder order, VersionOrder other) {
    return ORDER.compare(order, other) > 0;
  }

  static boolean isOlder(VersionOrder order, VersionOrder other) {
    return ORDER.compare(order, other) < 0;
  }

  /** True if upstream itself orders one before the other, whenever they were observed. */
  static boolean isOlderUpstream(VersionOrder order, VersionOrder other) {
    return UPSTREAM.compare(order, other) < 0;
  }

  /** True if only observation tells the two apart. */
  static boolean isSameUpstream(VersionOrder order, VersionOrder other) {
    return UPSTREAM.compare(order, other) == 0;
  }

  static VersionOrder newest(VersionOrder order, VersionOrder other) {
    return isNewer(order, other) ? order : other;
  }
}

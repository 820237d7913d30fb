package io.alluvium.connectors.github;

import io.alluvium.connectors.KnownChange;
import io.alluvium.connectors.KnownEntities;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a stream has published, and as what: a generation, the hash of the version and, where other
 * things hang on it that it does not show, its time. After a reset the generation is another, so
 * that everything counts anew.
 */
final class Published {
  private static final String SEPARATOR = ".";
  private static final int RADIX = 36;

  private final KnownEntities known;
  private final boolean hasDetails;
  private final Optional<Duration> lookback;
  private String generation = "";

  /**
   * @param lookback for how long things are looked at at all; older ones need not be known
   */
  Published(KnownEntities known, boolean hasDetails, Optional<Duration> lookback) {
    this.known = known;
    this.hasDetails = hasDetails;
    this.lookback = lookback;
  }

  void begin(String newGeneration) {
    generation = newGeneration;
  }

  KnownEntities known() {
    return known;
  }

  /** Whether this very version was published. */
  boolean contains(Found found) {
    return print(found).filter(print -> print.startsWith(version(found))).isPresent();
  }

  /** Whether nothing about it needs to be noted. */
  boolean isAsItWas(Found found) {
    return print(found).filter(fingerprint(found)::equals).isPresent();
  }

  /** Whether nothing can have happened to what belongs to it either. */
  boolean isSettled(Found found) {
    return found.settled() && isAsItWas(found);
  }

  /** Notes a version that was published before. */
  void note(Found found) {
    change(found).ifPresent(known::apply);
  }

  /** What publishing a version makes known. */
  Optional<KnownChange> change(Found found) {
    return isPast(found.event().getOccurredAt())
        ? Optional.empty()
        : Optional.of(KnownChange.exists(found.id(), fingerprint(found)));
  }

  /** A known thing with all that is known to belong to it. */
  List<String> withAllOf(String id) {
    var all = new ArrayList<>(known.idsUnder(id + "/"));
    if (known.contains(id)) {
      all.add(id);
    }
    return all;
  }

  /** Forgets what will not be looked at any more. */
  void forgetThePast() {
    if (lookback.isEmpty()) {
      return;
    }
    for (var id : known.idsUnder("")) {
      if (id.indexOf('/') < 0 && time(known.fingerprint(id)).filter(this::isPast).isPresent()) {
        withAllOf(id).forEach(one -> known.apply(KnownChange.gone(one)));
      }
    }
  }

  // A day more, for clocks that differ and listings that are late.
  private boolean isPast(Instant time) {
    return lookback
        .map(Instant.now().minus(Duration.ofDays(1))::minus)
        .filter(time::isBefore)
        .isPresent();
  }

  private Optional<String> print(Found found) {
    return known.fingerprint(found.id());
  }

  private String version(Found found) {
    return generation + SEPARATOR + found.hash();
  }

  private String fingerprint(Found found) {
    return !hasDetails || found.id().contains("/") || !found.settled()
        ? version(found)
        : version(found) + SEPARATOR + time(found);
  }

  private static String time(Found found) {
    return Long.toString(found.event().getOccurredAt().getEpochSecond(), RADIX);
  }

  private static Optional<Instant> time(Optional<String> fingerprint) {
    return fingerprint
        .map(print -> print.split("\\."))
        .filter(parts -> parts.length == 3)
        .map(parts -> Instant.ofEpochSecond(Long.parseLong(parts[2], RADIX)));
  }
}

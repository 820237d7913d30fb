package io.alluvium.simulators.slack;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Cursors as clients see them: opaque, and not valid for ever. Thread-safe. */
final class Cursors {
  private volatile int generation;

  /** Makes every cursor given so far invalid. */
  void expire() {
    generation++;
  }

  String give(String place) {
    var text = generation + ":" + place;
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The place a cursor stands for; empty if it was never given or has expired. */
  Optional<String> take(String cursor) {
    try {
      var text = new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8);
      var prefix = generation + ":";
      return text.startsWith(prefix)
          ? Optional.of(text.substring(prefix.length()))
          : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }
}

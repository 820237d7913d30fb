package io.alluvium.connectors.github;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;

/**
 * What counts about a page for where to go on.
 *
 * @param oldest time of its oldest thing; empty if nothing is on it
 * @param newest time of its newest thing
 * @param next link to the next page
 * @param news how many things on it were not known as they are
 */
record SeenPage(Optional<Instant> oldest, Optional<Instant> newest, Optional<URI> next, int news) {
  /**
   * A page by its entries, those of no interest included.
   *
   * @param timeField the field the listing is ordered by
   */
  static SeenPage of(Iterable<JsonNode> entries, String timeField, Optional<URI> next, int news) {
    var times = new ArrayList<Instant>();
    for (var entry : entries) {
      try {
        Json.time(entry, timeField).ifPresent(times::add);
      } catch (DateTimeException e) {
        // Told as broken where it is read; the others say enough about the page.
        continue;
      }
    }
    return new SeenPage(
        times.stream().min(Instant::compareTo), times.stream().max(Instant::compareTo), next, news);
  }
}

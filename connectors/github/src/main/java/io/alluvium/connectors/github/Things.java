package io.alluvium.connectors.github;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One kind of things in a repository: how their JSON is read, and how they are asked for.
 *
 * @param form how a page of them is read
 * @param one address of a thing by its id
 * @param listed the complete listing; empty if there is none
 * @param lookback for how long they are looked at after they were made; empty for ever
 * @param details what belongs to the things and is asked for apart
 */
record Things(
    Form form,
    Function<String, URI> one,
    Optional<Listed> listed,
    Optional<Duration> lookback,
    Optional<Details> details) {
  /**
   * How a page is read.
   *
   * @param field field of a page that holds the list; empty where the page is the list
   * @param timeField field that the listing is ordered by
   * @param reading makes a version of an entry of a page; empty for an entry of another kind.
   *     Throws {@link IllegalArgumentException} for what cannot be understood
   */
  record Form(String field, String timeField, Function<JsonNode, Optional<Found>> reading) {
    JsonNode entries(JsonNode page) {
      return field.isEmpty() ? page : page.path(field);
    }
  }

  /**
   * How everything is listed that exists.
   *
   * @param walk the way through it, from the beginning
   * @param id id of an entry; empty for an entry of another kind
   * @param isWhole whether an entry is all there is to know
   */
  record Listed(Supplier<Walk> walk, Function<JsonNode, Optional<String>> id, boolean isWhole) {}
}

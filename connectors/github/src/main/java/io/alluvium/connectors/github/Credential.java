package io.alluvium.connectors.github;

import io.alluvium.connectors.http.RateBudget;
import java.io.IOException;
import java.util.Optional;

/** One way to be let in, with budgets of its own. Thread-safe. */
interface Credential {
  /**
   * Value of the {@code Authorization} header; empty for nobody in particular.
   *
   * @throws IOException if it has to be fetched and that fails in a way that may pass
   */
  Optional<String> authorization() throws IOException;

  /** Whether it is nobody in particular. */
  default boolean isAnonymous() {
    return false;
  }

  /** What is known about its limit for REST. */
  RateBudget rest();

  /** What is known about its limit for GraphQL. */
  RateBudget graphql();

  /** What to call it in messages; no secret. */
  String name();

  /** Takes upstream's word that it is not accepted; true if another attempt makes sense. */
  default boolean renew() {
    return false;
  }
}

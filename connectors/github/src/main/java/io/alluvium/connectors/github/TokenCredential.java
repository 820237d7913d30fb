package io.alluvium.connectors.github;

import io.alluvium.connectors.http.RateBudget;
import java.util.Optional;

/** A personal access token, or nobody in particular. */
final class TokenCredential implements Credential {
  private final String name;
  private final Optional<String> authorization;
  private final RateBudget rest;
  private final RateBudget graphql;

  private TokenCredential(String name, String host, Optional<String> token) {
    this.name = name;
    this.authorization = token.map(secret -> "Bearer " + secret);
    this.rest = budget("github " + host, token);
    this.graphql = budget("github graphql " + host, token);
  }

  /**
   * A token.
   *
   * @param number which of the tokens it is, from 1
   * @param host where it is good, port included
   */
  static TokenCredential of(int number, String host, String token) {
    return new TokenCredential("token " + number, host, Optional.of(token));
  }

  static TokenCredential anonymous(String host) {
    return new TokenCredential("nobody", host, Optional.empty());
  }

  private static RateBudget budget(String what, Optional<String> token) {
    return token
        .map(secret -> RateBudget.ofSecret(what, secret))
        .orElseGet(() -> RateBudget.of(what));
  }

  @Override
  public Optional<String> authorization() {
    return authorization;
  }

  @Override
  public boolean isAnonymous() {
    return authorization.isEmpty();
  }

  @Override
  public RateBudget rest() {
    return rest;
  }

  @Override
  public RateBudget graphql() {
    return graphql;
  }

  @Override
  public String name() {
    return name;
  }
}

package io.alluvium.simulators.github;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The tokens that are valid. Thread-safe. */
public final class Credentials {
  private record Issued(Credential credential, Instant expires) {}

  private final Map<String, Issued> tokens = new ConcurrentHashMap<>();
  private final Clock clock;

  Credentials(Clock clock) {
    this.clock = clock;
  }

  /** Makes a token valid for ever. */
  public void issue(String token, Credential credential) {
    issue(token, credential, Instant.MAX);
  }

  /** Makes a token valid until a time. */
  public void issue(String token, Credential credential, Instant expires) {
    tokens.put(token, new Issued(credential, expires));
  }

  /** From now on the token is answered 401. */
  public void revoke(String token) {
    tokens.remove(token);
  }

  /** Revokes all tokens of a kind: what happens to those of installations every hour. */
  public void revokeAll(Credential.Kind kind) {
    tokens.values().removeIf(issued -> issued.credential().kind() == kind);
  }

  void revokeNamed(String name) {
    tokens.values().removeIf(issued -> issued.credential().name().equals(name));
  }

  /** What the token may do, if it is valid now. */
  public Optional<Credential> find(String token) {
    return Optional.ofNullable(tokens.get(token))
        .filter(issued -> clock.instant().isBefore(issued.expires()))
        .map(Issued::credential);
  }
}

package io.alluvium.connectors.http;

import io.alluvium.connectors.RateLimitedException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What the process knows about the limit of one credential, or of one method for a credential.
 * Everybody who uses the credential has the same budget, so one who is told to wait makes all wait.
 *
 * <p>Thread-safe. Budgets are never forgotten: a process has as many as it has credentials.
 */
public final class RateBudget {
  private static final ConcurrentMap<String, RateBudget> BUDGETS = new ConcurrentHashMap<>();
  private static final int HASH_LENGTH = 16;

  private record Limit(Instant until, String why) {}

  private final AtomicReference<@Nullable Limit> limit = new AtomicReference<>();
  private final Clock clock;

  private RateBudget(Clock clock) {
    this.clock = clock;
  }

  /**
   * The budget of a name that holds no secret.
   *
   * @param name what is limited, such as an address
   */
  public static RateBudget of(String name) {
    return BUDGETS.computeIfAbsent(name, n -> new RateBudget(Clock.systemUTC()));
  }

  /**
   * The budget of a credential.
   *
   * @param what what is limited for it: the system, or the system and a method
   * @param secret the credential; only a part of its SHA-256 is kept
   */
  public static RateBudget ofSecret(String what, String secret) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
      return of(what + ":" + HexFormat.of().formatHex(digest).substring(0, HASH_LENGTH));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** Until when nothing may be sent; empty if something may. */
  public Optional<Instant> limitedUntil() {
    var now = limit.get();
    return now != null && now.until().isAfter(clock.instant())
        ? Optional.of(now.until())
        : Optional.empty();
  }

  /**
   * Takes upstream's word that nothing may be sent before a moment. A shorter wait than the one
   * known changes nothing.
   */
  public void limit(Instant until, String why) {
    limit.accumulateAndGet(
        new Limit(until, why),
        (known, told) ->
            known != null && told != null && known.until().isAfter(told.until()) ? known : told);
  }

  /**
   * Returns if something may be sent.
   *
   * @throws RateLimitedException if not
   */
  public void check() {
    var now = limit.get();
    if (now != null && now.until().isAfter(clock.instant())) {
      throw new RateLimitedException(now.until(), now.why());
    }
  }
}

package io.alluvium.simulators.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.simulators.SimulatedClock;
import io.alluvium.simulators.github.state.Account;
import io.alluvium.simulators.github.state.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** GitHub Apps, where they are installed, and the hour-long tokens they get. Thread-safe. */
public final class Apps {
  private static final Duration LIFE = Duration.ofHours(1);
  private static final long LONGEST_JWT = 600;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Where an app is installed.
   *
   * @param id numeric id
   * @param app id of the app
   * @param account whose repositories it may read
   * @param permissions what it may read of them
   * @param repositories ids of those that were selected; null for all
   */
  public record Installation(
      long id,
      long app,
      Account account,
      Set<String> permissions,
      @Nullable Set<Long> repositories) {}

  /**
   * A token of an installation.
   *
   * @param token the secret
   * @param expires when it ends
   */
  public record Token(String token, Instant expires) {}

  /** Why a JSON web token is no good. */
  public static final class BadJwtException extends Exception {
    private static final long serialVersionUID = 1L;

    BadJwtException(String message) {
      super(message);
    }
  }

  private final Map<Long, Optional<PublicKey>> keys = new ConcurrentHashMap<>();
  private final Map<Long, Installation> installations = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong(1000);
  private final Credentials credentials;
  private final SimulatedClock clock;

  Apps(Credentials credentials, SimulatedClock clock) {
    this.credentials = credentials;
    this.clock = clock;
  }

  /** Registers an app; without a key every signature of the right form is taken. */
  public void register(long app, @Nullable PublicKey key) {
    keys.put(app, Optional.ofNullable(key));
  }

  /** Installs an app for the selected repositories of an account; for all when none is named. */
  public Installation install(
      long app, Account account, Set<String> permissions, Repository... selected) {
    Set<Long> repositories =
        selected.length == 0
            ? null
            : Stream.of(selected).map(Repository::id).collect(Collectors.toUnmodifiableSet());
    var installation =
        new Installation(
            ids.incrementAndGet(), app, account, Set.copyOf(permissions), repositories);
    installations.put(installation.id(), installation);
    return installation;
  }

  /** Takes an installation away, with its tokens. */
  public void uninstall(long id) {
    installations.remove(id);
    credentials.revokeNamed("installation:" + id);
  }

  /** The installations of an app by id. */
  public List<Installation> installations(long app) {
    return installations.values().stream()
        .filter(installation -> installation.app() == app)
        .sorted(Comparator.comparingLong(Installation::id))
        .toList();
  }

  /** A new token for an installation, valid for an hour. */
  public Token token(Installation installation) {
    var token = new Token("ghs_simulated" + ids.incrementAndGet(), clock.instant().plus(LIFE));
    var credential =
        new Credential(
            "installation:" + installation.id(),
            Credential.Kind.INSTALLATION,
            installation.account(),
            Set.of(),
            installation.permissions(),
            installation.repositories());
    credentials.issue(token.token(), credential, token.expires());
    return token;
  }

  /**
   * The app that signed this JSON web token.
   *
   * @throws BadJwtException when it is malformed, expired, valid for too long or wrongly signed
   */
  public long verify(String jwt) throws BadJwtException {
    String[] parts = jwt.split("\\.", -1);
    try {
      JsonNode header = JSON.readTree(decode(parts[0]));
      JsonNode claims = JSON.readTree(decode(parts[1]));
      byte[] signature = decode(parts[2]);
      long app = claims.path("iss").asLong();
      Optional<PublicKey> key = keys.get(app);
      if (!header.path("alg").asText().equals("RS256") || key == null || signature.length < 256) {
        throw new BadJwtException("A JSON web token could not be decoded");
      }
      checkTimes(claims);
      if (key.isPresent() && !signed(key.get(), parts, signature)) {
        throw new BadJwtException("A JSON web token could not be decoded");
      }
      return app;
    } catch (IOException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new BadJwtException("A JSON web token could not be decoded");
    }
  }

  private void checkTimes(JsonNode claims) throws BadJwtException {
    long now = clock.seconds();
    long expires = claims.path("exp").asLong();
    if (expires <= now) {
      throw new BadJwtException(
          "'Expiration time' claim ('exp') must be a numeric value representing the future time at"
              + " which the assertion expires");
    }
    if (expires > now + LONGEST_JWT) {
      throw new BadJwtException("'Expiration time' claim ('exp') is too far in the future");
    }
    if (claims.path("iat").asLong() > now) {
      throw new BadJwtException(
          "'Issued at' claim ('iat') must be an Integer representing the time that the assertion"
              + " was issued");
    }
  }

  private static boolean signed(PublicKey key, String[] parts, byte[] signature) {
    try {
      Signature check = Signature.getInstance("SHA256withRSA");
      check.initVerify(key);
      check.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      return check.verify(signature);
    } catch (GeneralSecurityException wrong) {
      return false;
    }
  }

  private static byte[] decode(String part) {
    return Base64.getUrlDecoder().decode(part);
  }
}

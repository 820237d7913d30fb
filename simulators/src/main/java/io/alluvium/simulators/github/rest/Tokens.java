package io.alluvium.simulators.github.rest;

import io.alluvium.simulators.github.Access;
import io.alluvium.simulators.github.Apps.BadJwtException;
import io.alluvium.simulators.github.Credential;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds out who asks. */
final class Tokens {
  private final Access access;

  Tokens(Access access) {
    this.access = access;
  }

  /** The credential of a request. */
  Credential of(Context context) {
    String token = token(context);
    if (token == null) {
      return Credential.NOBODY;
    }
    if (isJwt(token)) {
      try {
        return Credential.app(access.apps().verify(token));
      } catch (BadJwtException bad) {
        throw new ApiErrorException(401, String.valueOf(bad.getMessage()));
      }
    }
    return access
        .credentials()
        .find(token)
        .orElseThrow(() -> new ApiErrorException(401, "Bad credentials"));
  }

  /** What logs call the credential of a request. */
  String name(Context context) {
    String token = token(context);
    if (token == null) {
      return "";
    }
    return isJwt(token)
        ? "app"
        : access.credentials().find(token).map(Credential::name).orElse("unknown");
  }

  static ApiErrorException forbidden(Credential credential, String permission) {
    boolean app = credential.kind() == Credential.Kind.INSTALLATION;
    return new ApiErrorException(
            403, "Resource not accessible by " + (app ? "integration" : "personal access token"))
        .with("X-Accepted-GitHub-Permissions", permission + "=read");
  }

  /** The token in {@code Authorization}: bearer, token, or the password of basic. */
  private static @Nullable String token(Context context) {
    String header = context.header("Authorization");
    if (header == null) {
      return null;
    }
    String value = header.substring(header.indexOf(' ') + 1).trim();
    if (!header.toLowerCase(Locale.ROOT).startsWith("basic ")) {
      return value;
    }
    String pair = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
    return pair.substring(pair.indexOf(':') + 1);
  }

  private static boolean isJwt(String token) {
    return token.startsWith("eyJ");
  }
}

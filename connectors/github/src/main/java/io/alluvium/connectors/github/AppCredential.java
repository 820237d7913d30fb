package io.alluvium.connectors.github;

import io.alluvium.connectors.PermanentFaultException;
import io.alluvium.connectors.http.RateBudget;
import io.alluvium.connectors.http.UpstreamClient;
import io.alluvium.connectors.http.UpstreamRequest;
import io.alluvium.schemas.FailureReason;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An installation of a GitHub App. Its token is kept until shortly before it expires: with a new
 * one every ETag counts for nothing.
 */
final class AppCredential implements Credential {
  private static final Duration SPARE = Duration.ofMinutes(5);

  private record Token(String secret, Instant expiresAt) {}

  private final AppKey app;
  private final AppJwt jwt;
  private final URI address;
  private final UpstreamClient http;
  private final RateBudget rest;
  private final RateBudget graphql;
  private @Nullable Token token;

  AppCredential(AppKey app, URI api, UpstreamClient http) {
    this.app = app;
    this.jwt = new AppJwt(app);
    this.address = URI.create(api + "/app/installations/" + app.installation() + "/access_tokens");
    this.http = http;
    var name = " app " + app.id() + "/" + app.installation() + " " + api.getAuthority();
    this.rest = RateBudget.of("github" + name);
    this.graphql = RateBudget.of("github graphql" + name);
  }

  @Override
  public synchronized Optional<String> authorization() throws IOException {
    var now = Instant.now();
    var current = token;
    if (current == null || now.isAfter(current.expiresAt().minus(SPARE))) {
      current = fetch(now);
      token = current;
    }
    return Optional.of("Bearer " + current.secret());
  }

  private Token fetch(Instant now) throws IOException {
    var request =
        UpstreamRequest.post(address, "application/json", "{}", rest)
            .with("Authorization", "Bearer " + jwt.sign(now))
            .with("Accept", GithubClient.JSON_TYPE)
            .with("X-GitHub-Api-Version", GithubClient.API_VERSION);
    var response = http.send(request);
    if (response.status() != 201 && response.status() != 200) {
      throw new PermanentFaultException(
          FailureReason.CREDENTIALS_REJECTED,
          "GitHub gives no token for the installation "
              + app.installation()
              + " ("
              + response.status()
              + ")",
          "Check " + GithubSourceConfig.APP_ID + " and " + GithubSourceConfig.APP_INSTALLATION);
    }
    var answer = response.json();
    return new Token(
        answer.path("token").asText(), Instant.parse(answer.path("expires_at").asText()));
  }

  @Override
  public synchronized boolean renew() {
    boolean had = token != null;
    token = null;
    return had;
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
    return app.toString();
  }
}

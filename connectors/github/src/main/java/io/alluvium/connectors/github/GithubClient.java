package io.alluvium.connectors.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alluvium.connectors.PermanentFaultException;
import io.alluvium.connectors.RateLimitedException;
import io.alluvium.connectors.http.UpstreamClient;
import io.alluvium.connectors.http.UpstreamRequest;
import io.alluvium.connectors.http.UpstreamResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/**
 * GitHub's API as the readers use it: with whichever credential has budget, and without paying for
 * what has not changed. Thread-safe.
 *
 * <p>Every method may throw {@link RateLimitedException} and {@link PermanentFaultException}.
 */
final class GithubClient implements AutoCloseable {
  static final String JSON_TYPE = "application/vnd.github+json";
  static final String API_VERSION = "2022-11-28";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI api;
  private final UpstreamClient http;
  private final Credentials credentials;
  private final ETags etags = new ETags();

  private GithubClient(URI api, UpstreamClient http, Credentials credentials) {
    this.api = api;
    this.http = http;
    this.credentials = credentials;
  }

  /** A client with the address and the credentials that the settings give. */
  static GithubClient of(GithubSourceConfig config) {
    var http = new UpstreamClient(new GithubRules(), config.timeout());
    return new GithubClient(config.apiUrl(), http, Credentials.of(config, http));
  }

  /** Address of a path of the API. */
  URI uri(String path) {
    return URI.create(api + path);
  }

  Credentials credentials() {
    return credentials;
  }

  /** Asks for something; the status may be any that is about the thing asked for. */
  UpstreamResponse get(URI uri) throws IOException {
    return credentials.use(credential -> get(uri, credential));
  }

  /** Asks as one credential, whatever the others can. */
  UpstreamResponse get(URI uri, Credential credential) throws IOException {
    return http.send(authorized(UpstreamRequest.get(uri, credential.rest()), credential));
  }

  /** Asks for something and gets status 304, which costs nothing, where it has not changed. */
  UpstreamResponse getIfChanged(URI uri) throws IOException {
    return credentials.use(credential -> {
      var request = authorized(UpstreamRequest.get(uri, credential.rest()), credential);
      var asWhom = request.headers().getOrDefault("Authorization", "");
      var known = etags.of(uri, asWhom);
      var response =
          http.send(known.map(tag -> request.with("If-None-Match", tag)).orElse(request));
      if (response.status() == 200) {
        response.header("ETag").ifPresent(tag -> etags.put(uri, asWhom, tag));
      }
      return response;
    });
  }

  /** Makes the next question for an address an unconditional one. */
  void forget(URI uri) {
    etags.forget(uri);
  }

  /** Whether nobody in particular asks. GraphQL answers only those it knows. */
  boolean isAnonymous() {
    return credentials.isAnonymous();
  }

  /** Asks GraphQL; the answer may hold {@code data} and {@code errors} both. */
  JsonNode graphql(String query, ObjectNode variables) throws IOException {
    var body = JSON.createObjectNode().put("query", query);
    body.set("variables", variables);
    return credentials
        .use(credential ->
            http.send(
                authorized(
                    UpstreamRequest.post(
                        Hosts.graphql(api),
                        "application/json",
                        body.toString(),
                        credential.graphql()),
                    credential)))
        .json();
  }

  /** What git is told to be let in; empty for public repositories. */
  Optional<String> gitPassword() throws IOException {
    return credentials
        .use(Credential::authorization)
        .map(value -> value.substring(value.indexOf(' ') + 1));
  }

  private static UpstreamRequest authorized(UpstreamRequest request, Credential credential)
      throws IOException {
    var common =
        request
            .with("Accept", JSON_TYPE)
            .with("X-GitHub-Api-Version", API_VERSION)
            .with("User-Agent", "alluvium");
    return credential
        .authorization()
        .map(value -> common.with("Authorization", value))
        .orElse(common);
  }

  /** Ends requests under way. */
  @Override
  public void close() {
    http.close();
  }
}

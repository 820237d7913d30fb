package io.alluvium.simulators.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a simulator as a connector would, and holds every answer against GitHub's description. */
final class Client {
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;
  private final String token;

  Client(GitHubSimulator github, String token) {
    this(github.url(), token);
  }

  Client(URI base, String token) {
    this.base = base;
    this.token = token;
  }

  static Client of(GitHubSimulator github) {
    return new Client(github, GitHubSimulator.TOKEN);
  }

  HttpResponse<String> get(String target, String... headers) throws IOException {
    return send(request(target).GET(), headers);
  }

  HttpResponse<String> post(String target, String body, String... headers) throws IOException {
    return send(request(target).POST(HttpRequest.BodyPublishers.ofString(body)), headers);
  }

  JsonNode json(String target, String... headers) throws IOException {
    return json(get(target, headers));
  }

  static JsonNode json(HttpResponse<String> response) throws IOException {
    return JSON.readTree(response.body());
  }

  /** All items of a listing, by following its links. */
  List<JsonNode> all(String target) throws IOException {
    var items = new ArrayList<JsonNode>();
    Optional<String> next = Optional.of(target);
    while (next.isPresent()) {
      HttpResponse<String> response = get(next.get());
      if (response.statusCode() != 200) {
        throw new IOException(response.statusCode() + " " + response.body());
      }
      json(response).forEach(items::add);
      next = next(response);
    }
    return items;
  }

  static Optional<String> next(HttpResponse<String> response) {
    return response
        .headers()
        .firstValue("Link")
        .map(NEXT::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1));
  }

  private HttpRequest.Builder request(String target) {
    URI uri = URI.create(target.startsWith("http") ? target : base + target);
    return HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20));
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String... headers)
      throws IOException {
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      String method = response.request().method().toLowerCase(Locale.ROOT);
      List<String> problems =
          GitHubDescription.get()
              .problems(method, response.uri(), response.statusCode(), response.body());
      if (!problems.isEmpty()) {
        throw new AssertionError(response.uri() + " is not as described: " + problems);
      }
      return response;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

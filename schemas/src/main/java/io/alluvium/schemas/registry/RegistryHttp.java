package io.alluvium.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks one of several addresses of a registry, starting with the one that answered last. */
final class RegistryHttp {
  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<URI> urls;
  private final RegistryRetries retries;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_TIMEOUT)
          // Asking to upgrade to HTTP/2 confuses some proxies and gains nothing here.
          .version(HttpClient.Version.HTTP_1_1)
          .build();
  private volatile int preferred;

  RegistryHttp(List<URI> urls, RegistryRetries retries) {
    if (urls.isEmpty()) {
      throw new IllegalArgumentException("schema.registry.url must name at least one address");
    }
    urls.forEach(RegistryHttp::requireHttp);
    this.urls = List.copyOf(urls);
    this.retries = retries;
  }

  /**
   * Sends a request until one address gives an answer about the schema. That a schema is not there
   * counts when no address has it.
   *
   * @param path what to append to an address, percent-encoded, without a leading slash
   * @param body JSON to post, or null to get
   * @throws RegistryUnreachableException if none does within the retries
   */
  JsonNode ask(String path, @Nullable String body) {
    IOException last = null;
    for (int round = 0; round < retries.rounds(); round++) {
      try {
        return askEach(path, body);
      } catch (IOException e) {
        last = e;
      }
      if (round + 1 < retries.rounds()) {
        retries.pause(round);
      }
    }
    throw new RegistryUnreachableException("No answer from the schema registry: " + last, last);
  }

  private JsonNode askEach(String path, @Nullable String body) throws IOException {
    var failure = new IOException("no address");
    SchemaNotFoundException absent = null;
    int start = preferred;
    for (int i = 0; i < urls.size(); i++) {
      int index = (start + i) % urls.size();
      try {
        var answer = askOne(urls.get(index), path, body);
        preferred = index;
        return answer;
      } catch (SchemaNotFoundException e) {
        // One node may not have heard yet of what another has just registered.
        absent = e;
      } catch (IOException e) {
        failure = e;
      }
    }
    if (absent != null) {
      throw absent;
    }
    throw failure;
  }

  private JsonNode askOne(URI url, String path, @Nullable String body) throws IOException {
    try {
      return judge(http.send(request(url, path, body), BodyHandlers.ofString()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryUnreachableException("Interrupted while asking " + shown(url), e);
    } catch (IOException e) {
      throw new IOException(shown(url) + ": " + e, e);
    }
  }

  private static JsonNode judge(HttpResponse<String> response) throws IOException {
    int status = response.statusCode();
    var answer = parse(response.body());
    int code = answer == null ? 0 : answer.path("error_code").asInt();
    var message = answer == null ? "" : answer.path("message").asText();
    if (status == 200 && answer != null) {
      return answer;
    }
    // A plain 404 may come from a proxy or a wrong path; only the registry's own code counts.
    if (status == 404 && code == 40403) {
      throw new SchemaNotFoundException(message, null);
    }
    if ((status == 409 || status == 422) && code != 0) {
      throw new IncompatibleSchemaException(message + " (code " + code + ")");
    }
    throw new IOException("HTTP " + status + " " + message);
  }

  private static @Nullable JsonNode parse(String body) {
    try {
      var answer = JSON.readTree(body);
      return answer.isObject() ? answer : null;
    } catch (IOException e) {
      return null;
    }
  }

  private static HttpRequest request(URI url, String path, @Nullable String body) {
    var base = shown(url);
    var request =
        HttpRequest.newBuilder(URI.create((base.endsWith("/") ? base : base + "/") + path))
            .timeout(ANSWER_TIMEOUT)
            .header("Accept", CONTENT_TYPE + ", application/json");
    if (url.getUserInfo() != null) {
      var credentials = url.getUserInfo().getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
    }
    return body == null
        ? request.GET().build()
        : request
            .header("Content-Type", CONTENT_TYPE)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
  }

  /** The address without user and password: for the request line and for messages. */
  private static String shown(URI url) {
    var userInfo = url.getRawUserInfo();
    return userInfo == null ? url.toString() : url.toString().replace(userInfo + "@", "");
  }

  private static void requireHttp(URI url) {
    if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
      throw new IllegalArgumentException(
          "schema.registry.url must start with http:// or https://, was '" + shown(url) + "'");
    }
  }
}

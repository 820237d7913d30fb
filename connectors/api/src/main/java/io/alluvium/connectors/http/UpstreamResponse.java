package io.alluvium.connectors.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A response that has arrived whole.
 *
 * @param body decompressed
 */
public record UpstreamResponse(URI uri, int status, HttpHeaders headers, byte[] body) {
  private static final Pattern LINK = Pattern.compile("<([^>]*)>\\s*;[^,]*?rel=\"?([^\",;]+)\"?");

  /**
   * The body as JSON.
   *
   * @throws IOException if it is not: a proxy's page, or cut off
   */
  public JsonNode json() throws IOException {
    try {
      var node = UpstreamJson.parse(body);
      if (!node.isMissingNode()) {
        return node;
      }
    } catch (JacksonException e) {
      throw new IOException("The answer of " + uri.getPath() + " is not JSON: " + beginning(), e);
    }
    throw new IOException("The answer of " + uri.getPath() + " is empty");
  }

  /** First value of a header. */
  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  /** Address of the next page, as the {@code Link} header gives it (RFC 8288). */
  public Optional<URI> next() {
    return headers.allValues("Link").stream()
        .flatMap(value -> LINK.matcher(value).results())
        .filter(link -> link.group(2).equals("next"))
        .map(link -> uri.resolve(link.group(1)))
        .findFirst();
  }

  @Override
  public String toString() {
    return status + " from " + uri.getPath();
  }

  private String beginning() {
    var text = new String(body, 0, Math.min(body.length, 80), StandardCharsets.UTF_8);
    return text.replaceAll("\\s+", " ");
  }
}

package io.alluvium.connectors.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A request to upstream, and whose budget it takes from.
 *
 * @param method GET or POST
 * @param headers name to value; may hold credentials, so a request is never printed
 * @param body empty for none
 */
public record UpstreamRequest(
    String method, URI uri, Map<String, String> headers, byte[] body, RateBudget budget) {
  private static final Set<String> CREDENTIALS = Set.of("authorization", "cookie");

  public UpstreamRequest {
    headers = Map.copyOf(headers);
    body = body.clone();
  }

  /** A GET without headers. */
  public static UpstreamRequest get(URI uri, RateBudget budget) {
    return new UpstreamRequest("GET", uri, Map.of(), new byte[0], budget);
  }

  /** A POST of a body. */
  public static UpstreamRequest post(URI uri, String contentType, String body, RateBudget budget) {
    var headers = Map.of("Content-Type", contentType);
    return new UpstreamRequest("POST", uri, headers, body.getBytes(StandardCharsets.UTF_8), budget);
  }

  /** The same with one header more. */
  public UpstreamRequest with(String header, String value) {
    var more = new TreeMap<>(headers);
    more.put(header, value);
    return new UpstreamRequest(method, uri, more, body, budget);
  }

  boolean isGet() {
    return method.equals("GET");
  }

  /** The same of another address, with its credentials or without. */
  UpstreamRequest to(URI other, boolean credentials) {
    var kept = new TreeMap<>(headers);
    if (!credentials) {
      kept.keySet().removeIf(name -> CREDENTIALS.contains(name.toLowerCase(Locale.ROOT)));
    }
    return new UpstreamRequest(method, other, kept, body, budget);
  }

  @Override
  public byte[] body() {
    return body.clone();
  }

  @Override
  public String toString() {
    return method + " " + uri.getPath();
  }
}

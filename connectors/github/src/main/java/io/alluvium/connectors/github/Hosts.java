package io.alluvium.connectors.github;

import java.net.URI;

/** Names of hosts in entity keys and scopes, and addresses beside the REST API. */
final class Hosts {
  private static final String API = "api.";
  private static final String ENTERPRISE = "/api/v3";

  private Hosts() {}

  /**
   * The host that people know: {@code github.com} for {@code api.github.com}, the host itself of a
   * GitHub Enterprise Server.
   */
  static String of(URI api) {
    var host = String.valueOf(api.getHost());
    return host.startsWith(API) ? host.substring(API.length()) : host;
  }

  /** Where GraphQL is spoken. */
  static URI graphql(URI api) {
    var url = api.toString();
    return URI.create(
        url.endsWith(ENTERPRISE)
            ? url.substring(0, url.length() - ENTERPRISE.length()) + "/api/graphql"
            : url + "/graphql");
  }
}

package io.alluvium.topology.links;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A web address, as far as it tells what it shows.
 *
 * @param host lower case, without {@code www.}, with its port if it has one
 * @param path parts of the path
 * @param fragment what stands behind '#'; empty if nothing does
 */
record Page(String host, List<String> path, String fragment) {
  private static final String SCHEME_END = "://";

  /** Reads an http address; null if it is none. */
  static @Nullable Page of(String url) {
    var scheme = url.indexOf(SCHEME_END);
    if (scheme < 0 || !url.startsWith("http")) {
      return null;
    }
    var hash = url.indexOf('#', scheme);
    var fragment = hash < 0 ? "" : url.substring(hash + 1);
    var end = hash < 0 ? url.length() : hash;
    var query = url.indexOf('?', scheme);
    end = query < 0 ? end : Math.min(end, query);
    var parts = url.substring(scheme + SCHEME_END.length(), end).split("/");
    var host = parts.length == 0 ? "" : parts[0].toLowerCase(Locale.ROOT);
    if (host.isEmpty()) {
      return null;
    }
    var path = List.of(parts).subList(1, parts.length);
    return new Page(host.startsWith("www.") ? host.substring(4) : host, path, fragment);
  }

  /** Part of the path at an index; empty behind its end. */
  String part(int index) {
    return index < path.size() ? path.get(index) : "";
  }

  /** Index of a part of the path, or -1. */
  int indexOf(String part) {
    return path.indexOf(part);
  }

  boolean isSlack() {
    return host.endsWith(".slack.com");
  }
}

package io.alluvium.app.http;

import io.javalin.http.Context;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages of strangers from talking to this node through the user's browser: a name that
 * resolves to 127.0.0.1 (DNS rebinding) is refused by its Host header, a request from another
 * origin that would change something by its Origin header.
 */
final class LoopbackGuard {
  private static final Set<String> HOSTS = Set.of("127.0.0.1", "localhost", "[::1]", "::1");
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  private LoopbackGuard() {}

  /** Answers the request with a problem and skips its handler when it must not be served. */
  static void check(Context ctx) {
    var host = ctx.req().getServerName();
    if (!isLoopback(host)) {
      refuse(
          ctx,
          new Problem(
              421,
              "FOREIGN_HOST",
              "This node does not answer for " + host + ".",
              "Open it as http://127.0.0.1:" + ctx.req().getLocalPort() + "/."));
    } else if (!READING.contains(ctx.method().name()) && isForeign(ctx.header("Origin"), ctx)) {
      refuse(
          ctx,
          new Problem(
              403,
              "FOREIGN_ORIGIN",
              "Another web page may not change this node.",
              "Use the node's own page or the alluvium command."));
    }
  }

  private static boolean isForeign(@Nullable String origin, Context ctx) {
    if (origin == null) {
      return false;
    }
    try {
      var uri = URI.create(origin);
      return uri.getHost() == null
          || !isLoopback(uri.getHost())
          || uri.getPort() != ctx.req().getLocalPort();
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  private static boolean isLoopback(String host) {
    return HOSTS.contains(host.toLowerCase(Locale.ROOT));
  }

  private static void refuse(Context ctx, Problem problem) {
    problem.answer(ctx);
    ctx.skipRemainingHandlers();
  }
}

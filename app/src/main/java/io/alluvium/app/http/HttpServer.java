package io.alluvium.app.http;

import io.alluvium.app.UserError;
import io.alluvium.app.config.HostPort;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP server on 127.0.0.1, a virtual thread per request. Knows how every answer must look
 * (safe headers, problems, compression) and none of the routes.
 */
public final class HttpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
  private static final Map<String, String> SAFE_HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src"
              + " 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors"
              + " 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cross-Origin-Opener-Policy",
          "same-origin");

  private final Javalin javalin;

  private HttpServer(Javalin javalin) {
    this.javalin = javalin;
  }

  /**
   * Starts to listen.
   *
   * @param port port on 127.0.0.1; 0 picks a free one
   * @param routes adds the routes
   */
  public static HttpServer start(int port, Consumer<RoutesConfig> routes) {
    return new HttpServer(
        Javalin.create(
                config -> {
                  describe(config);
                  routes.accept(config.routes);
                })
            .start("127.0.0.1", port));
  }

  /**
   * Starts to listen for other nodes alone, wherever they are.
   *
   * @param at where they reach it
   */
  public static HttpServer startForPeers(HostPort at, Consumer<RoutesConfig> routes) {
    return new HttpServer(
        Javalin.create(
                config -> {
                  quiet(config);
                  routes.accept(config.routes);
                })
            .start(at.host(), at.port()));
  }

  /** The port it listens on. */
  public int port() {
    return javalin.port();
  }

  @Override
  public void close() {
    javalin.stop();
  }

  private static void describe(JavalinConfig config) {
    quiet(config);
    WebPage.serve(config);
    config.routes.before(LoopbackGuard::check);
    config.routes.before(ctx -> SAFE_HEADERS.forEach(ctx::header));
  }

  private static void quiet(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
    config.http.compressionStrategy = CompressionStrategy.GZIP;
    config.http.prefer405over404 = true;
    config.routes.exception(UserError.class, (error, ctx) -> Problem.of(error).answer(ctx));
    config.routes.exception(
        HttpResponseException.class,
        (error, ctx) ->
            new Problem(
                    error.getStatus(),
                    "HTTP_" + error.getStatus(),
                    String.valueOf(error.getMessage()),
                    "See the API's description.")
                .answer(ctx));
    config.routes.exception(Exception.class, HttpServer::unexpected);
  }

  private static void unexpected(Exception error, Context ctx) {
    LOG.error("Request {} {} failed", ctx.method(), ctx.path(), error);
    new Problem(500, "INTERNAL", "The node failed to answer.", "Its log says why.").answer(ctx);
  }
}

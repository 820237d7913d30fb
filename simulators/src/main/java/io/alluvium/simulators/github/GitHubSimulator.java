package io.alluvium.simulators.github;

import io.alluvium.simulators.Life;
import io.alluvium.simulators.fault.FaultScript;
import io.alluvium.simulators.github.rest.RestApi;
import io.alluvium.simulators.github.state.Activity;
import io.alluvium.simulators.github.state.GitHubState;
import io.alluvium.simulators.http.RequestLog;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import java.net.URI;
import java.time.Duration;

/**
 * A GitHub of one's own on 127.0.0.1: a server with state that answers as GitHub's OpenAPI
 * description says, and goes wrong as its {@link #faults()} say.
 *
 * <p>The API is at {@link #url()} as on github.com and at {@link #enterpriseUrl()} as on an
 * Enterprise server; git repositories are at {@code /owner/name.git}. {@link #TOKEN} may read
 * everything. Thread-safe.
 */
public final class GitHubSimulator implements AutoCloseable {
  /** A classic token of the user {@code octocat} that is valid from the start. */
  public static final String TOKEN = "ghp_simulatedSimulatedSimulatedSimulated";

  private final GitHubState state;
  private final Credentials credentials;
  private final Apps apps;
  private final Limits limits;
  private final FaultScript faults = new FaultScript();
  private final RequestLog requests = new RequestLog();
  private final Life life = new Life();
  private final RestApi api;
  private final Javalin server;

  private GitHubSimulator(GitHubSimulatorOptions options) {
    state = new GitHubState(options.clock());
    credentials = new Credentials(options.clock());
    apps = new Apps(credentials, options.clock());
    limits = new Limits(options.clock(), options.limits());
    credentials.issue(
        TOKEN, Credential.classic(state.user("octocat"), "repo", "read:org", "read:user"));
    api = new RestApi(state, new Access(credentials, apps, limits), faults, requests);
    server =
        Javalin.create(
                config -> {
                  quieten(config);
                  api.register(config.routes);
                })
            .start("127.0.0.1", options.port());
  }

  /** Starts to listen. */
  public static GitHubSimulator start(GitHubSimulatorOptions options) {
    return new GitHubSimulator(options);
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /** Base of the REST API and of {@code /graphql}, as {@code https://api.github.com}. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port());
  }

  /** Base of the same REST API as an Enterprise server has it. */
  public URI enterpriseUrl() {
    return URI.create(url() + "/api/v3");
  }

  /** What exists; every change is made here. */
  public GitHubState state() {
    return state;
  }

  /** The tokens that are valid. */
  public Credentials credentials() {
    return credentials;
  }

  /** GitHub Apps and where they are installed. */
  public Apps apps() {
    return apps;
  }

  /** What credentials may ask and have asked. */
  public Limits limits() {
    return limits;
  }

  /** What goes wrong. */
  public FaultScript faults() {
    return faults;
  }

  /** The requests so far. */
  public RequestLog requests() {
    return requests;
  }

  /** Lets people change things from now on, one change at a time, until the simulator is closed. */
  public void liveOn(Duration every, long seed) {
    var activity = new Activity(state, seed, Duration.ZERO);
    life.each(every, () -> activity.run(1));
  }

  @Override
  public void close() {
    life.close();
    api.close();
    server.stop();
  }

  private static void quieten(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.startupWatcherEnabled = false;
    config.http.compressionStrategy = CompressionStrategy.NONE;
  }
}

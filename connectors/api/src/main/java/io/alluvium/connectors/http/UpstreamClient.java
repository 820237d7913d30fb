package io.alluvium.connectors.http;

import io.alluvium.connectors.PermanentFaultException;
import io.alluvium.connectors.RateLimitedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;

/**
 * What a source talks HTTP with. Every request obeys the budget of its credential, and the rules of
 * the upstream judge every response, so a reader sees answers and nothing else.
 *
 * <p>Thread-safe. Does not try again by itself: a reader that throws is called again with the same
 * position, after a wait. The JDK's client does so once for a GET whose connection ended before the
 * first byte of an answer, as one that was kept alive too long does: one failure told here may have
 * been two requests. Only properties of the whole process turn that off (ADR 12). Redirects of GET
 * requests are followed, never from https to http, and credentials stay with the host they were
 * meant for: the JDK's own client would send them along.
 */
public final class UpstreamClient implements AutoCloseable {
  private static final int MOST_REDIRECTS = 5;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final JudgeRules rules;
  private final Duration timeout;
  private final Clock clock = Clock.systemUTC();
  private final HttpClient http;
  private final Set<CompletableFuture<?>> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * A client for one upstream.
   *
   * @param timeout longest time from sending a request to the end of its response
   */
  public UpstreamClient(JudgeRules rules, Duration timeout) {
    this.rules = rules;
    this.timeout = timeout;
    this.http =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  /**
   * Sends a request and waits for the answer, not for a limit.
   *
   * @throws RateLimitedException if the credential may send nothing now; also known from others
   * @throws IOException if upstream failed in a way that may pass: no connection, time-out, 5xx, a
   *     body cut off; also after {@link #close}
   * @throws PermanentFaultException if upstream refuses for good
   */
  public UpstreamResponse send(UpstreamRequest request) throws IOException {
    request.budget().check();
    var response = followed(request);
    var verdict = rules.judge(request, response, clock.instant());
    if (verdict instanceof JudgeRules.Verdict.Limited limited) {
      request.budget().limit(limited.until(), limited.why());
      throw new RateLimitedException(limited.until(), limited.why());
    }
    if (verdict instanceof JudgeRules.Verdict.Transient passing) {
      throw new IOException(request + " failed: " + passing.why());
    }
    if (verdict instanceof JudgeRules.Verdict.Permanent refusal) {
      throw new PermanentFaultException(refusal.reason(), refusal.problem(), refusal.remedy());
    }
    return response;
  }

  private UpstreamResponse followed(UpstreamRequest request) throws IOException {
    var response = exchange(request);
    var asked = request;
    for (int hops = 0; hops < MOST_REDIRECTS; hops++) {
      var next = redirect(asked, response);
      if (next.isEmpty()) {
        return response;
      }
      asked = next.get();
      response = exchange(asked);
    }
    throw new IOException(request + " was redirected more than " + MOST_REDIRECTS + " times");
  }

  private static Optional<UpstreamRequest> redirect(
      UpstreamRequest asked, UpstreamResponse response) {
    var location = response.header("Location");
    if (location.isEmpty() || !REDIRECTS.contains(response.status()) || !asked.isGet()) {
      return Optional.empty();
    }
    var from = asked.uri();
    var to = from.resolve(location.get());
    if ("https".equals(from.getScheme()) && !"https".equals(to.getScheme())) {
      return Optional.empty();
    }
    boolean sameHost =
        Objects.equals(from.getScheme(), to.getScheme())
            && Objects.equals(from.getHost(), to.getHost())
            && from.getPort() == to.getPort();
    return Optional.of(asked.to(to, sameHost));
  }

  private UpstreamResponse exchange(UpstreamRequest request) throws IOException {
    var sent = http.sendAsync(httpRequest(request), BodyHandlers.ofByteArray());
    underWay.add(sent);
    try {
      if (closed) {
        throw new InterruptedIOException(request + " ended: the source stops");
      }
      return received(sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      throw new IOException(request + " had no answer within " + timeout, e);
    } catch (ExecutionException | CancellationException e) {
      throw new IOException(
          request + (closed ? " ended: the source stops" : " failed: " + e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(request + " was interrupted", e);
    } finally {
      underWay.remove(sent);
      sent.cancel(true);
    }
  }

  private static HttpRequest httpRequest(UpstreamRequest request) {
    var body = request.body();
    var publisher =
        body.length == 0
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(body);
    var built = HttpRequest.newBuilder(request.uri()).method(request.method(), publisher);
    request.headers().forEach(built::header);
    return built.header("Accept-Encoding", "gzip").build();
  }

  private static UpstreamResponse received(HttpResponse<byte[]> response) throws IOException {
    var body = response.body();
    if (response.headers().firstValue("Content-Encoding").orElse("").equals("gzip")) {
      try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(body))) {
        body = unpacked.readAllBytes();
      }
    }
    return new UpstreamResponse(response.uri(), response.statusCode(), response.headers(), body);
  }

  /** Ends the requests under way; whoever waits for one gets an {@link IOException}. */
  @Override
  public void close() {
    closed = true;
    underWay.forEach(sent -> sent.cancel(true));
  }
}

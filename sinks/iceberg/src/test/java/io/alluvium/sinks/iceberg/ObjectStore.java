package io.alluvium.sinks.iceberg;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** As much of S3 as tables need, in memory; and its bad days. */
final class ObjectStore implements AutoCloseable {
  /** What goes wrong. */
  enum Fault {
    /** 500, nothing happens. */
    ERROR,
    /** 503, nothing happens. */
    UNAVAILABLE,
    /** It happens, and the connection breaks before the answer. */
    LOST_ANSWER,
    /** It happens, and the answer comes too late. */
    LATE_ANSWER,
    /** It happens, and the answer comes in drops. */
    SLOW,
    /** Half of the answer's body, then the connection breaks. */
    TRUNCATED,
    /** Of what is stored only half arrives, and the answer says that all is well. */
    HALF_STORED
  }

  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]*)");
  private static final Pattern KEY = Pattern.compile("<Key>([^<]*)</Key>");
  private static final long LATE_MILLIS = 400;
  private static final long DROP_MILLIS = 30;
  private static final int DROPS = 4;

  private final HttpServer server;
  private final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
  private final AtomicInteger untilFault = new AtomicInteger(Integer.MAX_VALUE);
  private final AtomicInteger faulty = new AtomicInteger();
  private volatile Fault fault = Fault.ERROR;

  ObjectStore() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** How a tier reaches it. */
  Map<String, String> access() {
    return Map.of(
        "s3.endpoint", endpoint(),
        "s3.path-style-access", "true",
        "s3.access-key-id", "key",
        "s3.secret-access-key", "secret",
        "client.region", "us-east-1");
  }

  Map<String, byte[]> objects() {
    return objects;
  }

  /** Lets so many requests go wrong, after some that go well. */
  void failAfter(int requests, int count, Fault how) {
    fault = how;
    faulty.set(count);
    untilFault.set(requests);
  }

  /** Nothing goes wrong any more; true if nothing has. */
  boolean heal() {
    faulty.set(0);
    return untilFault.getAndSet(Integer.MAX_VALUE) > 0;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean failing = untilFault.getAndDecrement() <= 0 && faulty.getAndDecrement() > 0;
      var body = exchange.getRequestBody().readAllBytes();
      if (failing && fault == Fault.ERROR) {
        send(exchange, 500, error("InternalError"), null);
      } else if (failing && fault == Fault.UNAVAILABLE) {
        send(exchange, 503, error("SlowDown"), null);
      } else {
        var path = URLDecoder.decode(exchange.getRequestURI().getRawPath(), UTF_8).substring(1);
        serve(exchange, path, body, failing ? fault : null);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(HttpExchange exchange, String path, byte[] body, @Nullable Fault how)
      throws IOException, InterruptedException {
    var query = String.valueOf(exchange.getRequestURI().getRawQuery());
    byte[] answer = new byte[0];
    int status = 200;
    switch (exchange.getRequestMethod()) {
      case "PUT" -> {
        var whole = decoded(exchange, body);
        boolean half = how == Fault.HALF_STORED && path.endsWith(".parquet");
        objects.put(path, half ? Arrays.copyOf(whole, whole.length / 2) : whole);
      }
      case "DELETE" -> {
        objects.remove(path);
        status = 204;
      }
      case "POST" -> answer = deleteAll(path, new String(body, UTF_8));
      default -> {
        var object = query.contains("list-type=2") ? list(path, query) : objects.get(path);
        status = object == null ? 404 : 200;
        answer = object == null ? error("NoSuchKey") : object;
      }
    }
    if (how == Fault.LATE_ANSWER) {
      Thread.sleep(LATE_MILLIS);
    }
    if (how != Fault.LOST_ANSWER) {
      send(exchange, status, answer, how);
    }
  }

  private byte[] deleteAll(String bucket, String request) {
    var keys = KEY.matcher(request);
    while (keys.find()) {
      objects.remove(bucket + "/" + keys.group(1));
    }
    return "<DeleteResult></DeleteResult>".getBytes(UTF_8);
  }

  private byte[] list(String bucket, String query) {
    var prefix = "";
    for (var each : query.split("&")) {
      if (each.startsWith("prefix=")) {
        prefix = URLDecoder.decode(each.substring("prefix=".length()), UTF_8);
      }
    }
    var name = bucket.replaceFirst("/$", "");
    var answer = new StringBuilder("<ListBucketResult><IsTruncated>false</IsTruncated>");
    for (var object : objects.entrySet()) {
      if (object.getKey().startsWith(name + "/" + prefix)) {
        answer
            .append("<Contents><Key>")
            .append(object.getKey().substring(name.length() + 1))
            .append("</Key><LastModified>")
            .append(Instant.now().minusSeconds(60))
            .append("</LastModified><Size>")
            .append(object.getValue().length)
            .append("</Size></Contents>");
      }
    }
    return answer.append("</ListBucketResult>").toString().getBytes(UTF_8);
  }

  private static byte[] error(String code) {
    return ("<Error><Code>" + code + "</Code><Message>" + code + "</Message></Error>")
        .getBytes(UTF_8);
  }

  private static void send(HttpExchange exchange, int status, byte[] whole, @Nullable Fault how)
      throws IOException {
    var body = whole;
    int code = status;
    var range = RANGE.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
    if (status == 200 && range.matches()) {
      int from = Integer.parseInt(range.group(1));
      int to =
          range.group(2).isEmpty()
              ? whole.length
              : Math.min(whole.length, Integer.parseInt(range.group(2)) + 1);
      body = Arrays.copyOfRange(whole, from, Math.max(from, to));
      code = 206;
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + whole.length);
    }
    exchange.getResponseHeaders().set("ETag", "\"" + Arrays.hashCode(whole) + "\"");
    exchange.getResponseHeaders().set("Last-Modified", "Fri, 20 Nov 2026 10:00:00 GMT");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(whole.length));
      exchange.sendResponseHeaders(code, -1);
      return;
    }
    exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
    drop(exchange, body, how == Fault.TRUNCATED ? body.length / 2 : body.length, how);
  }

  private static void drop(HttpExchange exchange, byte[] body, int length, @Nullable Fault how)
      throws IOException {
    int step = how == Fault.SLOW ? Math.max(1, length / DROPS) : Math.max(1, length);
    for (int at = 0; at < length; at += step) {
      if (how == Fault.SLOW) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(DROP_MILLIS));
      }
      exchange.getResponseBody().write(body, at, Math.min(step, length - at));
      exchange.getResponseBody().flush();
    }
  }

  /** Takes the chunks of AWS's own framing apart. */
  private static byte[] decoded(HttpExchange exchange, byte[] body) {
    if (exchange.getRequestHeaders().getFirst("x-amz-decoded-content-length") == null) {
      return body;
    }
    var decoded = new ByteArrayOutputStream();
    int at = 0;
    while (at < body.length) {
      int end = at;
      while (body[end] != '\r') {
        end++;
      }
      int size = Integer.parseInt(new String(body, at, end - at, UTF_8).split(";")[0], 16);
      if (size == 0) {
        break;
      }
      decoded.write(body, end + 2, size);
      at = end + 2 + size + 2;
    }
    return decoded.toByteArray();
  }
}

package io.alluvium.simulators.fault;

import java.time.Duration;
import java.util.Map;

/** One way a request can go wrong. */
public sealed interface Fault {
  /**
   * Another answer than the real one.
   *
   * @param status HTTP status
   * @param headers headers beside those that every answer has; they win
   * @param body body as is
   */
  record Answer(int status, Map<String, String> headers, String body) implements Fault {
    public Answer {
      headers = Map.copyOf(headers);
    }
  }

  /** The connection is reset before the first byte of an answer. */
  record Reset() implements Fault {}

  /**
   * Nothing is answered for a time; then the connection is reset.
   *
   * @param time how long
   */
  record Hang(Duration time) implements Fault {}

  /**
   * The real answer, whose body ends early although its length was promised.
   *
   * @param percent how much of the body is sent
   */
  record Truncate(int percent) implements Fault {}

  /**
   * The real answer, late.
   *
   * @param time how late
   */
  record Slow(Duration time) implements Fault {}

  /**
   * The real answer, after something has changed: items shift between the pages of a listing.
   *
   * @param change what changes
   */
  record Change(Runnable change) implements Fault {}

  /** An answer with a status and a JSON message. */
  static Fault status(int status, String message) {
    return new Answer(
        status,
        Map.of("Content-Type", "application/json; charset=utf-8"),
        "{\"message\":\"" + message + "\",\"status\":\"" + status + "\"}");
  }

  /** What a proxy in front of the upstream answers: a page for people. */
  static Fault badGatewayPage() {
    return new Answer(
        502,
        Map.of("Content-Type", "text/html; charset=utf-8"),
        "<!DOCTYPE html><html><head><title>Unicorn!</title></head><body><p>This page is taking too"
            + " long to load.</p></body></html>");
  }
}

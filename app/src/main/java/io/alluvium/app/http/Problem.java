package io.alluvium.app.http;

import io.alluvium.app.UserError;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * An error as RFC 9457 wants it.
 *
 * @param status HTTP status
 * @param code stable name of the error, as in {@link UserError}
 * @param title what is wrong
 * @param remedy what the caller can do
 */
record Problem(int status, String code, String title, String remedy) {
  private static final String MEDIA_TYPE = "application/problem+json";

  static Problem of(UserError error) {
    return new Problem(statusOf(error.code()), error.code(), error.message(), error.remedy());
  }

  void answer(Context ctx) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "urn:alluvium:problem:" + code.toLowerCase(Locale.ROOT).replace('_', '-'));
    body.put("title", title);
    body.put("status", status);
    body.put("detail", title);
    body.put("code", code);
    body.put("remedy", remedy);
    ctx.status(status).contentType(MEDIA_TYPE).result(Json.write(body));
  }

  private static int statusOf(String code) {
    return switch (code) {
      case "NOT_READY" -> 503;
      case "NOT_A_NODE" -> 403;
      case "SOURCE_UNKNOWN", "LETTER_UNKNOWN", "EVENT_UNKNOWN", "TIER_UNKNOWN" -> 404;
      case "SOURCE_READ_ONLY", "TIERS_BUSY", "LOG_NOT_WHOLE" -> 409;
      default -> 400;
    };
  }
}

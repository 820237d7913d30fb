package io.alluvium.simulators.github.rest;

import java.util.LinkedHashMap;
import java.util.Map;

/** An answer that is an error, in the shape that all errors of upstream have. */
final class ApiErrorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient Map<String, String> headers = new LinkedHashMap<>();

  ApiErrorException(int status, String message) {
    super(message);
    this.status = status;
  }

  static ApiErrorException notFound() {
    return new ApiErrorException(404, "Not Found");
  }

  ApiErrorException with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  Reply reply() {
    Reply reply =
        Reply.json(
            status,
            out ->
                out.object(() ->
                    out.field("message", getMessage())
                        .field("documentation_url", "https://docs.github.com/rest")
                        .field("status", String.valueOf(status))));
    return new Reply(status, headers, reply.body());
  }
}

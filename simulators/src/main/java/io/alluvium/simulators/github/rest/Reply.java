package io.alluvium.simulators.github.rest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What an endpoint answers.
 *
 * @param status HTTP status
 * @param headers headers of this answer; those of every answer come from {@link Gate}
 * @param body JSON
 */
record Reply(int status, Map<String, String> headers, byte[] body) {
  static Reply ok(Consumer<JsonOut> body) {
    return json(200, body);
  }

  static Reply json(int status, Consumer<JsonOut> body) {
    var out = new JsonOut();
    body.accept(out);
    return new Reply(status, Map.of(), out.bytes());
  }

  Reply with(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Reply(status, more, body);
  }
}

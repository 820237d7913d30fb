package io.alluvium.simulators.slack;

import io.alluvium.simulators.fault.Fault;
import java.util.Map;

/** Faults as only Slack makes them: the answer is fine for HTTP and says that nothing is. */
public final class SlackFaults {
  private static final Map<String, String> JSON =
      Map.of("Content-Type", "application/json; charset=utf-8");

  private SlackFaults() {}

  /** HTTP 200 with {@code ok: false} and a code such as {@code missing_scope}. */
  public static Fault error(String code) {
    return new Fault.Answer(200, JSON, SlackJson.error(code).toString());
  }

  /** HTTP 200 with the code {@code ratelimited}, as some methods answer instead of 429. */
  public static Fault rateLimitedWithOk(int seconds) {
    return new Fault.Answer(
        200,
        Map.of("Content-Type", "application/json", "Retry-After", Integer.toString(seconds)),
        SlackJson.error("ratelimited").toString());
  }

  /** HTTP 429 with Retry-After. */
  public static Fault rateLimited(int seconds) {
    return new Fault.Answer(
        429,
        Map.of("Content-Type", "application/json", "Retry-After", Integer.toString(seconds)),
        SlackJson.error("ratelimited").toString());
  }
}

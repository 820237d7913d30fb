package io.alluvium.simulators.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.simulators.fault.Fault;
import io.alluvium.simulators.fault.FaultRule;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * One fault of a scenario. Beside {@code request} (a method or {@code *}, and a regular expression
 * that is found in path and query), {@code skip}, {@code times}, {@code probability} and {@code
 * seed} it has exactly one of the faults of its system, or of these:
 *
 * <ul>
 *   <li>{@code status: 503} with {@code body} and {@code headers}: another answer
 *   <li>{@code reset: true}: the connection is reset
 *   <li>{@code hang: PT30S}: silence, then a reset
 *   <li>{@code truncate: 50}: that share of the body in percent
 *   <li>{@code slow: PT2S}: the true answer, late
 *   <li>{@code badGateway: true}: a page for people with status 502
 * </ul>
 */
public final class FaultSection {
  private static final String[] KEYS = {
    "request",
    "skip",
    "times",
    "probability",
    "seed",
    "status",
    "body",
    "headers",
    "reset",
    "hang",
    "truncate",
    "slow",
    "badGateway"
  };

  private FaultSection() {}

  /**
   * Reads a fault.
   *
   * @param own keys of the faults that only this system has
   * @param fault which of these a section is, if any
   * @throws ScenarioException if it says something that is not understood
   */
  public static FaultRule rule(
      JsonNode node, List<String> own, Function<Section, Optional<Fault>> fault) {
    var keys = Stream.concat(Arrays.stream(KEYS), own.stream()).toArray(String[]::new);
    var section = new Section("faults", node, keys);
    String[] request = section.text("request").split(" ", 2);
    if (request.length < 2) {
      throw new ScenarioException(
          "faults.request must be a method and a pattern, is " + request[0]);
    }
    try {
      return new FaultRule(
          request[0],
          Pattern.compile(request[1]),
          section.number("skip", 0),
          section.number("times", Integer.MAX_VALUE),
          section.share("probability", 1.0),
          section.number("seed", 1),
          fault.apply(section).orElseGet(() -> common(section, node)));
    } catch (PatternSyntaxException e) {
      throw new ScenarioException("faults.request is no regular expression: " + e.getMessage());
    }
  }

  private static Fault common(Section section, JsonNode node) {
    if (section.has("reset")) {
      return new Fault.Reset();
    }
    if (section.has("hang")) {
      return new Fault.Hang(section.duration("hang", Duration.ZERO));
    }
    if (section.has("truncate")) {
      return new Fault.Truncate(section.number("truncate", 50));
    }
    if (section.has("slow")) {
      return new Fault.Slow(section.duration("slow", Duration.ZERO));
    }
    if (section.has("badGateway")) {
      return Fault.badGatewayPage();
    }
    if (section.has("status")) {
      return new Fault.Answer(
          section.number("status", 500), section.map("headers"), section.text("body", "{}"));
    }
    throw new ScenarioException("A fault says nothing of what goes wrong: " + node);
  }
}

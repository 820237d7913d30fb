package io.alluvium.simulators.github.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.simulators.fault.Fault;
import io.alluvium.simulators.fault.FaultRule;
import io.alluvium.simulators.github.GitHubFaults;
import io.alluvium.simulators.github.GitHubSimulator;
import io.alluvium.simulators.github.state.Activity;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * One fault of a scenario. Beside {@code request} (a method or {@code *}, and a regular expression
 * that is found in path and query), {@code skip}, {@code times}, {@code probability} and {@code
 * seed} it has exactly one of:
 *
 * <ul>
 *   <li>{@code status: 503} with {@code body} and {@code headers}: another answer
 *   <li>{@code reset: true}: the connection is reset
 *   <li>{@code hang: PT30S}: silence, then a reset
 *   <li>{@code truncate: 50}: that share of the body in percent
 *   <li>{@code slow: PT2S}: the true answer, late
 *   <li>{@code badGateway: true}: a page for people with status 502
 *   <li>{@code primaryLimit: PT1M}, {@code secondaryLimit: PT1M} with {@code status} 403 (default)
 *       or 429; {@code PT0S} for a secondary limit that does not say how long
 *   <li>{@code missingScope: repo}, {@code needsSignOn: true}, {@code graphQlError: true}, {@code
 *       pageRefused: true}, {@code beingPrepared: true}
 *   <li>{@code changes: 3}: so many changes are made before the true answer
 *   <li>{@code revoke: <token>}, {@code advance: PT1H}: the token ends, the clock moves, before the
 *       true answer
 *   <li>{@code rename: {from: acme/a, to: b}}: a repository gets another name before the true
 *       answer
 * </ul>
 */
final class FaultEntry {
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
    "badGateway",
    "primaryLimit",
    "secondaryLimit",
    "missingScope",
    "needsSignOn",
    "graphQlError",
    "pageRefused",
    "beingPrepared",
    "changes",
    "revoke",
    "advance",
    "rename"
  };

  private final GitHubSimulator github;
  private final JsonNode node;
  private final Section section;

  private FaultEntry(GitHubSimulator github, JsonNode node) {
    this.github = github;
    this.node = node;
    this.section = new Section("faults", node, KEYS);
  }

  static FaultRule rule(GitHubSimulator github, JsonNode node) {
    var entry = new FaultEntry(github, node);
    Section section = entry.section;
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
          entry.fault());
    } catch (PatternSyntaxException e) {
      throw new ScenarioException("faults.request is no regular expression: " + e.getMessage());
    }
  }

  private Fault fault() {
    if (node.has("reset")) {
      return new Fault.Reset();
    }
    if (node.has("hang")) {
      return new Fault.Hang(time("hang"));
    }
    if (node.has("truncate")) {
      return new Fault.Truncate(section.number("truncate", 50));
    }
    if (node.has("slow")) {
      return new Fault.Slow(time("slow"));
    }
    return node.has("primaryLimit") || node.has("secondaryLimit") ? limit() : answer();
  }

  private Fault limit() {
    int status = section.number("status", 403);
    if (node.has("primaryLimit")) {
      return GitHubFaults.primaryLimit(
          status, github.state().clock().instant().plus(time("primaryLimit")));
    }
    Duration wait = time("secondaryLimit");
    return GitHubFaults.secondaryLimit(status, wait.isZero() ? null : wait);
  }

  private Fault answer() {
    if (node.has("badGateway")) {
      return Fault.badGatewayPage();
    }
    if (node.has("missingScope")) {
      return GitHubFaults.missingScope(section.text("missingScope"));
    }
    if (node.has("needsSignOn")) {
      return GitHubFaults.needsSignOn();
    }
    if (node.has("graphQlError")) {
      return GitHubFaults.graphQlError();
    }
    if (node.has("pageRefused")) {
      return GitHubFaults.pageRefused();
    }
    if (node.has("beingPrepared")) {
      return GitHubFaults.beingPrepared();
    }
    return node.has("status")
        ? new Fault.Answer(
            section.number("status", 500), section.map("headers"), section.text("body", "{}"))
        : change();
  }

  private Fault change() {
    if (node.has("changes")) {
      var activity = new Activity(github.state(), section.number("seed", 1), Duration.ofSeconds(1));
      return new Fault.Change(() -> activity.run(section.number("changes", 1)));
    }
    if (node.has("revoke")) {
      return new Fault.Change(() -> github.credentials().revoke(section.text("revoke")));
    }
    if (node.has("advance")) {
      return new Fault.Change(() -> github.state().clock().advance(time("advance")));
    }
    if (node.has("rename")) {
      var names = new Section("rename", node.get("rename"), "from", "to");
      return new Fault.Change(
          () -> github.state().renameRepository(names.text("from"), names.text("to")));
    }
    throw new ScenarioException("A fault says nothing of what goes wrong: " + node);
  }

  private Duration time(String key) {
    return section.duration(key, Duration.ZERO);
  }
}

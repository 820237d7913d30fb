package io.alluvium.simulators.github.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.simulators.fault.Fault;
import io.alluvium.simulators.fault.FaultRule;
import io.alluvium.simulators.github.GitHubFaults;
import io.alluvium.simulators.github.GitHubSimulator;
import io.alluvium.simulators.github.state.Activity;
import io.alluvium.simulators.scenario.FaultSection;
import io.alluvium.simulators.scenario.Section;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One fault of a scenario: one that any system may have ({@link FaultSection}), or one of:
 *
 * <ul>
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
  private static final List<String> KEYS =
      List.of(
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
          "rename");

  private final GitHubSimulator github;
  private final Section section;

  private FaultEntry(GitHubSimulator github, Section section) {
    this.github = github;
    this.section = section;
  }

  static FaultRule rule(GitHubSimulator github, JsonNode node) {
    return FaultSection.rule(node, KEYS, section -> new FaultEntry(github, section).fault());
  }

  private Optional<Fault> fault() {
    return limit().or(this::answer).or(() -> change().map(Fault.Change::new));
  }

  private Optional<Fault> limit() {
    int status = section.number("status", 403);
    if (section.has("primaryLimit")) {
      var reset = github.state().clock().instant().plus(time("primaryLimit"));
      return Optional.of(GitHubFaults.primaryLimit(status, reset));
    }
    if (section.has("secondaryLimit")) {
      Duration wait = time("secondaryLimit");
      return Optional.of(GitHubFaults.secondaryLimit(status, wait.isZero() ? null : wait));
    }
    return Optional.empty();
  }

  private Optional<Fault> answer() {
    if (section.has("missingScope")) {
      return Optional.of(GitHubFaults.missingScope(section.text("missingScope")));
    }
    if (section.has("needsSignOn")) {
      return Optional.of(GitHubFaults.needsSignOn());
    }
    if (section.has("graphQlError")) {
      return Optional.of(GitHubFaults.graphQlError());
    }
    if (section.has("pageRefused")) {
      return Optional.of(GitHubFaults.pageRefused());
    }
    return section.has("beingPrepared")
        ? Optional.of(GitHubFaults.beingPrepared())
        : Optional.empty();
  }

  private Optional<Runnable> change() {
    if (section.has("changes")) {
      var activity = new Activity(github.state(), section.number("seed", 1), Duration.ofSeconds(1));
      return Optional.of(() -> activity.run(section.number("changes", 1)));
    }
    if (section.has("revoke")) {
      return Optional.of(() -> github.credentials().revoke(section.text("revoke")));
    }
    if (section.has("advance")) {
      return Optional.of(() -> github.state().clock().advance(time("advance")));
    }
    if (section.has("rename")) {
      var names = new Section("rename", section.node("rename"), "from", "to");
      return Optional.of(
          () -> github.state().renameRepository(names.text("from"), names.text("to")));
    }
    return Optional.empty();
  }

  private Duration time(String key) {
    return section.duration(key, Duration.ZERO);
  }
}

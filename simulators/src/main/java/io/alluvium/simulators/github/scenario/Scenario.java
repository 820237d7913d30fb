package io.alluvium.simulators.github.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.simulators.github.Credential;
import io.alluvium.simulators.github.GitHubSimulator;
import io.alluvium.simulators.github.LimitRules;
import io.alluvium.simulators.github.state.OrganisationGenerator;
import io.alluvium.simulators.github.state.OrganisationSize;
import io.alluvium.simulators.github.state.Repository;
import io.alluvium.simulators.scenario.ScenarioException;
import io.alluvium.simulators.scenario.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * A file in YAML or JSON that sets a simulator up. All keys are optional:
 *
 * <pre>{@code
 * limits: github                  # or none
 * clock: -PT90S                   # how far upstream's clock is off
 * generate: {organization: acme, seed: 1, repositories: 3, people: 5, events: 600, days: 90}
 * repositories:
 *   - name: acme/rockets
 *     private: true
 *     archived: false
 *     without: [issues, pulls, actions]
 *     issues:
 *       - {author: ann, title: Leak, body: It drips, labels: [bug], assignees: [bob], state: closed,
 *          comments: [{author: bob, body: Seen}]}
 *     pulls:
 *       - {author: bob, title: Fix, body: "", head: fix, base: main, draft: false, merged: true,
 *          reviews: [{author: ann, state: APPROVED, body: Fine}],
 *          comments: [{author: ann, path: a.txt, line: 3, body: Why?}]}
 *     releases: [{author: ann, tag: v1, name: One, body: Notes, assets: [rockets.zip]}]
 *     commits: [{branch: main, author: ann, message: One, files: {a.txt: "1"}}]
 *     runs: [{actor: ann, workflow: ci, branch: main, conclusion: success}]
 * tokens: [{token: secret, user: ann, scopes: [repo], permissions: [issues], expires: PT1H}]
 * apps: [{id: 7, account: acme, permissions: [issues], repositories: [acme/rockets]}]
 * events: {delay: PT5M}
 * activity: {every: PT1S, seed: 7}
 * faults:
 *   - {request: GET /repos/.*&#47;issues, skip: 1, times: 3, probability: 0.5, seed: 1, reset: true}
 * }</pre>
 *
 * <p>What a fault may be is said at {@link FaultEntry}.
 */
public final class Scenario {
  private static final String[] KEYS = {
    "limits", "clock", "generate", "repositories", "tokens", "apps", "events", "activity", "faults"
  };

  private final Section root;

  private Scenario(Section root) {
    this.root = root;
  }

  /**
   * Reads a file.
   *
   * @throws ScenarioException if it says something that is not understood
   * @throws IOException if it cannot be read
   */
  public static Scenario read(Path file) throws IOException {
    return parse(Files.readString(file));
  }

  /**
   * Reads a text.
   *
   * @throws ScenarioException if it says something that is not understood
   */
  public static Scenario parse(String text) {
    return new Scenario(Section.parse(text, KEYS));
  }

  /**
   * Sets a simulator up.
   *
   * @throws ScenarioException if it says something that is not understood
   */
  public void applyTo(GitHubSimulator github) {
    github.state().clock().advance(root.duration("clock", Duration.ZERO));
    root.optional("limits").ifPresent(name -> github.limits().set(rules(name)));
    if (root.node("generate").isObject()) {
      generate(github, root.node("generate"));
    }
    root.each("repositories", entry -> RepositoryEntry.apply(github.state(), entry));
    root.each("tokens", entry -> token(github, entry));
    root.each("apps", entry -> app(github, entry));
    if (root.node("events").isObject()) {
      var events = new Section("events", root.node("events"), "delay");
      github.state().delayEvents(events.duration("delay", Duration.ZERO));
    }
    root.each("faults", entry -> github.faults().add(FaultEntry.rule(github, entry)));
    if (root.node("activity").isObject()) {
      var activity = new Section("activity", root.node("activity"), "every", "seed");
      github.liveOn(activity.duration("every", Duration.ofSeconds(1)), activity.number("seed", 1));
    }
  }

  private static LimitRules rules(String name) {
    return switch (name) {
      case "github" -> LimitRules.GITHUB;
      case "none" -> LimitRules.NONE;
      default -> throw new ScenarioException("limits must be github or none, is " + name);
    };
  }

  private static void generate(GitHubSimulator github, JsonNode node) {
    var section =
        new Section(
            "generate", node, "organization", "seed", "repositories", "people", "events", "days");
    OrganisationSize small = OrganisationSize.small();
    OrganisationGenerator.generate(
        github.state(),
        section.text("organization"),
        new OrganisationSize(
            section.number("seed", (int) small.seed()),
            section.number("repositories", small.repositories()),
            section.number("people", small.people()),
            section.number("events", small.events()),
            section.number("days", small.days())));
  }

  private static void token(GitHubSimulator github, JsonNode node) {
    var section = new Section("tokens", node, "token", "user", "scopes", "permissions", "expires");
    var user = github.state().user(section.text("user"));
    boolean fine = node.has("permissions");
    String[] rights = section.texts(fine ? "permissions" : "scopes").toArray(String[]::new);
    Credential credential =
        fine ? Credential.fineGrained(user, rights) : Credential.classic(user, rights);
    if (node.has("expires")) {
      Duration life = section.duration("expires", Duration.ZERO);
      github
          .credentials()
          .issue(section.text("token"), credential, github.state().clock().instant().plus(life));
    } else {
      github.credentials().issue(section.text("token"), credential);
    }
  }

  private static void app(GitHubSimulator github, JsonNode node) {
    var section = new Section("apps", node, "id", "account", "permissions", "repositories");
    int id = section.number("id", 1);
    github.apps().register(id, null);
    github
        .apps()
        .install(
            id,
            github.state().organization(section.text("account")),
            Set.copyOf(section.texts("permissions")),
            section.texts("repositories").stream()
                .map(github.state()::repository)
                .toArray(Repository[]::new));
  }
}

package io.alluvium.connectors.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.simulators.fault.Fault;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ValidationTest {
  private final SimulatedGithub github = new SimulatedGithub();

  @AfterEach
  void stop() {
    github.close();
  }

  @Test
  void findsNothingWrongWithASourceThatCanWork() {
    github.repository("acme/web");
    assertThat(errors()).isEmpty();
  }

  @Test
  void tellsARefusedTokenByItsNumberAndNotByItself() {
    github.repository("acme/web");
    github.with("github.tokens", github.settings().get("github.tokens") + ",ghp_wrongwrongwrong");
    assertThat(errors())
        .containsExactly(
            "github.tokens: token 2 is refused: GitHub does not accept it. Give a credential that"
                + " is valid and not revoked");
  }

  @Test
  void tellsEachThingThatIsNotThere() {
    github.repository("acme/web");
    github.with("github.repositories", "acme/web,acme/none,4711");
    github.with("github.organisations", "nobody").with("github.users", "noone");
    assertThat(errors())
        .containsExactlyInAnyOrder(
            missing("github.repositories", "acme/none"),
            missing("github.repositories", "4711"),
            missing("github.organisations", "nobody"),
            missing("github.users", "noone"));
  }

  @Test
  void doesNotTakeARateLimitForAFault() {
    github.repository("acme/web");
    github
        .simulator()
        .faults()
        .add("GET", ".*", 9, new Fault.Answer(429, Map.of("Retry-After", "1"), "{}"));
    assertThat(errors()).isEmpty();
  }

  @Test
  void tellsThatTheAddressIsWrong() {
    github.repository("acme/web");
    github.with("github.api.url", "http://127.0.0.1:1");
    assertThat(errors())
        .singleElement()
        .asString()
        .startsWith("github.api.url: http://127.0.0.1:1 cannot be reached: ")
        .endsWith(". Check the address, and the way there");
  }

  @Test
  void tellsThatNothingIsSelected() {
    assertThat(errors())
        .containsExactly(
            "github.repositories: Nothing is selected. Give repositories, organisations or users");
  }

  @Test
  void tellsWhatAnAppLacks() {
    github.repository("acme/web");
    github.with("github.app.id", "1");
    assertThat(errors()).singleElement().asString().contains("without private key");
    github.with("github.app.private.key", "nonsense").with("github.app.installation.id", "2");
    assertThat(errors())
        .containsExactly(
            "github.app.private.key: The private key of the GitHub App is not an RSA private key as"
                + " PEM. Give the .pem file that GitHub generated, whole");
  }

  @Test
  void refusesSettingsThatMeanNothing() {
    github.repository("acme/web");
    github.with("github.start", "yesterday").with("github.streams", "issues,stars");
    assertThat(errors())
        .anyMatch(error -> error.contains("2026-01-31"))
        .anyMatch(error -> error.contains("review_comments"));
  }

  @Test
  void expandsOrganisationsAndUsersByPatternsWithoutArchivesAndForks() {
    var state = github.simulator().state();
    var web = state.createRepository("acme", "web-one");
    state.createRepository("acme", "web-old").archive(true);
    state.createRepository("acme", "web-copy").makeFork(true);
    state.createRepository("acme", "api");
    state.createRepository("acme", "web-secret");
    state.user("ann");
    var own = state.createRepository("ann", "web-own");
    github
        .with("github.organisations", "acme")
        .with("github.users", "ann")
        .with("github.include", "acme/WEB-*,ann/*")
        .with("github.exclude", "*-secret")
        .with("github.archived", "false");
    assertThat(github.scopes())
        .containsExactlyInAnyOrder(
            web.id() + " public acme/web-one", own.id() + " public ann/web-own");
    assertThat(github.with("github.forks", "true").scopes()).hasSize(3);
  }

  private List<String> errors() {
    var settings = new HashMap<>(github.settings());
    return new GithubSourceConnector()
        .validate(settings).configValues().stream()
            .flatMap(
                value -> value.errorMessages().stream().map(error -> value.name() + ": " + error))
            .toList();
  }

  private static String missing(String setting, String value) {
    return setting
        + ": "
        + value
        + " is not there or may not be seen (404). Check the name, or give the token or App access"
        + " to it";
  }
}

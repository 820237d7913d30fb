package io.alluvium.connectors.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.alluvium.connectors.PermanentFaultException;
import io.alluvium.connectors.TaskRun;
import io.alluvium.schemas.FailureReason;
import io.alluvium.schemas.Gap;
import io.alluvium.simulators.fault.Fault;
import io.alluvium.simulators.fault.FaultRule;
import io.alluvium.simulators.github.Credential;
import io.alluvium.simulators.github.GitHubSimulatorOptions;
import io.alluvium.simulators.github.LimitRules;
import io.alluvium.simulators.github.state.Pulls;
import io.alluvium.simulators.github.state.Repository;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Who is let in, what a limit does, and that no secret gets out. */
final class AccessTest {
  private final SimulatedGithub github =
      new SimulatedGithub(GitHubSimulatorOptions.defaults().withLimits(LimitRules.GITHUB));
  private final Repository web = github.repository("acme/web");
  @TempDir private Path temp;

  @AfterEach
  void stop() {
    github.close();
  }

  @Test
  void usesTheNextTokenWhenOneIsUsedUp() {
    var first = token("first");
    var second = token("second");
    issues(300);
    github.simulator().limits().set(LimitRules.GITHUB.withHourly(3));
    var run = github.streams("issues").with("github.tokens", first + "," + second).start();
    run.until(() -> run.events().size() == 300);
    assertThat(credentials()).contains("classic:first", "classic:second");
    assertThat(run.gaps()).noneMatch(gap -> gap.getReason().equals("RATE_LIMITED"));
  }

  @Test
  void waitsExactlyAsLongAsToldWhenAllTokensAreUsedUpAndSaysUntilWhen() {
    issues(5);
    var run = github.streams("issues").with("github.tokens", token("only")).start();
    run.until(() -> run.events().size() == 5);
    var told = Instant.now();
    var faults = github.simulator().faults();
    faults.add("GET", "/issues", 1, new Fault.Answer(403, Map.of("Retry-After", "3"), "{}"));
    run.until(() -> faults.hits() == 1);
    web.issues().create("ada", "Meanwhile", "...");
    run.until(() -> run.events().size() == 6);
    assertThat(Instant.now()).isBetween(told.plusSeconds(3), told.plusSeconds(13));
    run.until(() -> limits(run).size() == 2);
    assertThat(limits(run).get(0).getMessage()).contains("until");
    assertThat(limits(run).get(1).getClosedAt()).isPresent();
  }

  private static List<Gap> limits(TaskRun run) {
    return run.gaps().stream().filter(gap -> gap.getReason().equals("RATE_LIMITED")).toList();
  }

  @Test
  void goesOnWithTheOtherTokenWhenOneIsRevoked() {
    var first = token("first");
    var second = token("second");
    issues(2);
    var run = github.streams("issues").with("github.tokens", first + "," + second).start();
    run.until(() -> run.events().size() == 2);
    github.simulator().credentials().revoke(first);
    issues(1);
    run.until(() -> run.events().size() == 3);
  }

  @Test
  void failsAtOnceWhenTheOnlyTokenIsRevoked() {
    var only = token("only");
    issues(2);
    var run = github.streams("issues").with("github.tokens", only).start();
    run.until(() -> run.events().size() == 2);
    github.simulator().credentials().revoke(only);
    assertThatThrownBy(() -> run.during(Duration.ofSeconds(30)))
        .isInstanceOfSatisfying(
            PermanentFaultException.class,
            fault -> assertThat(fault.reason()).isEqualTo(FailureReason.CREDENTIALS_REJECTED))
        .hasMessageNotContaining(only)
        .hasMessageContaining("Give a token");
  }

  @Test
  void signsInAsAnAppAndKeepsItsToken() {
    var apps = github.simulator().apps();
    apps.register(4711, AppJwtTest.pair().getPublic());
    var owner = github.simulator().state().findAccount("acme").orElseThrow();
    var installed = apps.install(4711, owner, Set.of("issues", "metadata", "pull_requests"));
    web.makePrivate(true);
    issues(3);
    var run =
        github
            .streams("issues")
            .with("github.tokens", "")
            .with("github.app.id", "4711")
            .with("github.app.installation.id", "" + installed.id())
            .with("github.app.private.key", AppJwtTest.pkcs8())
            .start();
    run.until(() -> run.events().size() == 3);
    issues(1);
    run.until(() -> run.events().size() == 4).during(Duration.ofMillis(500));
    var requests = github.simulator().requests().recent();
    // One for the connector that lists the scopes, one for the task.
    assertThat(requests).filteredOn(one -> one.target().endsWith("/access_tokens")).hasSize(2);
  }

  @Test
  void signsInAnewWhenTheTokenOfTheAppIsNoLongerTaken() {
    var apps = github.simulator().apps();
    apps.register(4711, AppJwtTest.pair().getPublic());
    var owner = github.simulator().state().findAccount("acme").orElseThrow();
    var installed = apps.install(4711, owner, Set.of("issues", "metadata"));
    issues(3);
    var run =
        github
            .streams("issues")
            .with("github.tokens", "")
            .with("github.app.id", "4711")
            .with("github.app.installation.id", "" + installed.id())
            .with("github.app.private.key", AppJwtTest.pkcs8())
            .start();
    run.until(() -> run.events().size() == 3);
    github.simulator().requests().clear();
    github.simulator().faults().add("GET", "/issues", 1, Fault.status(401, "Bad credentials"));
    issues(1);
    run.until(() -> run.events().size() == 4);
    assertThat(github.simulator().requests().recent())
        .anyMatch(one -> one.target().endsWith("/access_tokens"));
    assertThat(run.gaps()).allMatch(gap -> gap.getReason().equals("NOT_READ_YET"));
  }

  @Test
  void readsWhatIsPublicWithoutAnyCredential() {
    issues(2);
    var number =
        web.pulls().create("ada", "Mend", "...", new Pulls.Branches("topic", "main")).number();
    web.pulls().review(number, "bob", "APPROVED", "Good.");
    var run = github.streams("issues,pulls").with("github.tokens", "").start();
    run.until(() -> run.events().size() == 4);
    assertThat(run.gaps()).noneMatch(gap -> gap.getReason().equals("PERMISSION_MISSING"));
  }

  @Test
  void saysWhichPermissionIsMissingAndReadsTheOthers() {
    var token = "github_pat_" + UUID.randomUUID();
    var owner = github.simulator().state().findAccount("acme").orElseThrow();
    github
        .simulator()
        .credentials()
        .issue(token, Credential.fineGrained(owner, "issues", "metadata"));
    issues(2);
    var run = github.streams("issues,runs").with("github.tokens", token).start();
    run.until(() -> run.events().size() == 2);
    run.until(
        () -> run.gaps().stream().anyMatch(gap -> gap.getReason().equals("PERMISSION_MISSING")));
    assertThat(run.gaps())
        .filteredOn(gap -> gap.getReason().equals("PERMISSION_MISSING"))
        .allSatisfy(gap -> {
          assertThat(gap.getAxis()).isEqualTo("updated:runs");
          assertThat(gap.getMessage()).contains("actions");
        });
  }

  @Test
  void usesATokenThatIsPermittedWhereAnotherIsNot() {
    var narrow = "github_pat_" + UUID.randomUUID();
    var owner = github.simulator().state().findAccount("acme").orElseThrow();
    github
        .simulator()
        .credentials()
        .issue(narrow, Credential.fineGrained(owner, "issues", "metadata"));
    web.actions().start("ada", "Build", "main", "c0ffee");
    var run = github.streams("runs").with("github.tokens", narrow + "," + token("wide")).start();
    run.until(() -> run.events().size() == 3);
    assertThat(run.gaps()).noneMatch(gap -> gap.getReason().equals("PERMISSION_MISSING"));
  }

  @Test
  void letsNoSecretOut() {
    var appender = new ListAppender<ILoggingEvent>();
    appender.start();
    var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.DEBUG);
    root.addAppender(appender);
    var token = token("only");
    try {
      issues(3);
      web.git().commit("main", "ada", "First", Map.of("a.txt", "one\n"));
      var faults = github.simulator().faults();
      faults.add("GET", "/issues", 1, Fault.status(502, "Oops"));
      faults.add(FaultRule.on("GET", "/releases", Fault.status(403, "No")).times(1));
      faults.add(FaultRule.on("GET", "info/refs", Fault.status(500, "No")).times(1));
      var run =
          github
              .streams("issues,releases,commits")
              .mirrors(temp)
              .with("github.tokens", token)
              .start();
      run.until(() -> run.events().size() == 5 && !run.gaps().isEmpty());
      github.simulator().credentials().revoke(token);
      var failure = catchThrowable(() -> waitForEnd(run));
      assertThat(text(failure)).doesNotContain(token);
      assertThat(run.sent().toString()).doesNotContain(token);
      assertThat(github.offsets().toString() + run.gaps() + run.claims()).doesNotContain(token);
    } finally {
      root.detachAppender(appender);
      root.setLevel(Level.WARN);
    }
    assertThat(appender.list).isNotEmpty();
    assertThat(
            appender.list.stream()
                // The simulator's own server tells of headers, as no client of it could.
                .filter(line -> !line.getLoggerName().startsWith("org.eclipse.jetty"))
                .map(line -> line.getFormattedMessage() + line.getThrowableProxy()))
        .noneMatch(line -> line.contains(token));
  }

  private static void waitForEnd(TaskRun run) {
    run.during(Duration.ofSeconds(30));
  }

  private static String text(Throwable failure) {
    var all = new StringBuilder();
    for (var at = failure; at != null; at = at.getCause()) {
      all.append(at);
    }
    return all.toString();
  }

  private String token(String login) {
    var token = "ghp_" + UUID.randomUUID().toString().replace("-", "");
    var account = github.simulator().state().user(login);
    github.simulator().credentials().issue(token, Credential.classic(account, "repo"));
    return token;
  }

  private void issues(int count) {
    for (int i = 0; i < count; i++) {
      web.issues().create("ada", "Issue " + i, "It fails.");
      github.simulator().state().clock().advance(Duration.ofSeconds(2));
    }
  }

  private Set<String> credentials() {
    return github.simulator().requests().recent().stream()
        .map(one -> one.credential())
        .collect(Collectors.toSet());
  }
}

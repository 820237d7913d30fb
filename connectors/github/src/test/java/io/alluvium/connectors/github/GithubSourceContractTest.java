package io.alluvium.connectors.github;

import static io.alluvium.simulators.fault.Fault.badGatewayPage;
import static io.alluvium.simulators.fault.Fault.status;
import static io.alluvium.simulators.github.GitHubFaults.primaryLimit;
import static io.alluvium.simulators.github.GitHubFaults.secondaryLimit;

import io.alluvium.connectors.SourceConnectorContract;
import io.alluvium.connectors.Upstream;
import io.alluvium.schemas.EntityKey;
import io.alluvium.simulators.fault.Fault.Hang;
import io.alluvium.simulators.fault.Fault.Reset;
import io.alluvium.simulators.fault.Fault.Truncate;
import io.alluvium.simulators.fault.FaultRule;
import io.alluvium.simulators.github.Credential;
import io.alluvium.simulators.github.GitHubFaults;
import io.alluvium.simulators.github.GitHubSimulator;
import io.alluvium.simulators.github.GitHubSimulatorOptions;
import io.alluvium.simulators.github.state.Repository;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceTask;

final class GithubSourceContractTest extends SourceConnectorContract {
  @Override
  protected Upstream upstream(Path directory) {
    return new Issues();
  }

  @Override
  protected SourceConnector connector() {
    return new GithubSourceConnector();
  }

  @Override
  protected SourceTask task() {
    return new GithubSourceTask();
  }

  /** A repository with issues. */
  private static final class Issues implements Upstream {
    private final GitHubSimulator github = GitHubSimulator.start(GitHubSimulatorOptions.defaults());
    private final Repository repository = github.state().createRepository("acme", "web");
    private final Deque<Integer> open = new ArrayDeque<>();
    private String token = GitHubSimulator.TOKEN;
    private final Set<String> comments = new HashSet<>();
    private int made;

    @Override
    public Map<String, String> settings() {
      var settings = new HashMap<String, String>();
      settings.put("github.api.url", github.url().toString());
      settings.put("github.tokens", token);
      settings.put("github.organisations", "acme");
      settings.put("github.streams", "issues,comments");
      settings.put("github.poll.ms", "50");
      settings.put("github.listing.ms", "10");
      settings.put("task.scopes", repository.id() + " public " + repository.fullName());
      return settings;
    }

    @Override
    public Map<String, String> unreachable() {
      var settings = settings();
      settings.put("github.api.url", "http://127.0.0.1:1");
      return settings;
    }

    @Override
    public Set<String> listed() {
      var keys = new HashSet<>(comments);
      open.forEach(number -> keys.add(key(number)));
      return keys;
    }

    @Override
    public String create() {
      int number = repository.issues().create("ada", "Issue " + made++, "It fails.").number();
      open.add(number);
      return key(number);
    }

    @Override
    public String change() {
      int number = open.getFirst();
      repository.issues().editBody(number, "ada", "It fails again, " + made++);
      return key(number);
    }

    @Override
    public String delete() {
      int number = open.removeLast();
      repository.issues().delete(number);
      return key(number);
    }

    private String key(int number) {
      return EntityKey.githubIssue("127.0.0.1", repository.id(), number).value();
    }

    @Override
    public Optional<String> answerLate() {
      var comment = repository.issues().comment(1, "bob", "A late answer");
      var key = EntityKey.github("127.0.0.1", "comment", repository.id(), comment.id()).value();
      comments.add(key);
      return Optional.of(key);
    }

    @Override
    public Optional<String> createElsewhere() {
      var other = github.state().createRepository("acme", "other");
      int number = other.issues().create("ada", "Over here", "It works.").number();
      return Optional.of(EntityKey.githubIssue("127.0.0.1", other.id(), number).value());
    }

    @Override
    public List<Fault> faults() {
      return List.of(
          new Fault("connection reset", () -> meet(new Reset())),
          new Fault("no answer", () -> meet(new Hang(Duration.ofMillis(500)))),
          new Fault("server fault", () -> meet(status(503, "Down"))),
          new Fault("a proxy's page", () -> meet(badGatewayPage())),
          new Fault("body cut off", () -> meet(new Truncate(50))),
          new Fault("being prepared", () -> meet(GitHubFaults.beingPrepared())),
          new Fault("secondary limit", () -> meet(secondaryLimit(429, Duration.ofSeconds(1)))),
          new Fault("primary limit", () -> meet(primaryLimit(403, Instant.now().plusSeconds(1)))));
    }

    private void meet(io.alluvium.simulators.fault.Fault fault) {
      github.faults().add(FaultRule.on("GET", "/issues\\?", fault).times(1));
    }

    @Override
    public void failHalfWay() {
      for (int i = 0; i < 60; i++) {
        create();
      }
      github
          .faults()
          .add(FaultRule.on("GET", "/issues\\?.*(page|after|since)=", status(502, "Bad")).times(2));
    }

    @Override
    public void hang() {
      github.faults().add(FaultRule.on("*", "/", new Hang(Duration.ofSeconds(25))));
    }

    @Override
    public void heal() {
      github.faults().clear();
    }

    @Override
    public void rename() {
      github.state().renameRepository("acme/web", "site");
    }

    @Override
    public Map<String, String> rotate() {
      token = "ghp_anotherAnotherAnotherAnother";
      var ada = github.state().user("ada");
      github.credentials().issue(token, Credential.classic(ada, "repo"));
      github.credentials().revoke(GitHubSimulator.TOKEN);
      return settings();
    }

    @Override
    public void close() {
      github.close();
    }
  }
}

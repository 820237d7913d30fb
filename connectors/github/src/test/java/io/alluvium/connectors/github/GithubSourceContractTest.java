package io.alluvium.connectors.github;

import io.alluvium.connectors.SourceConnectorContract;
import io.alluvium.schemas.EntityKey;
import io.alluvium.simulators.github.GitHubSimulator;
import io.alluvium.simulators.github.GitHubSimulatorOptions;
import io.alluvium.simulators.github.state.Repository;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
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
    private int made;

    @Override
    public Map<String, String> settings() {
      var settings = new HashMap<String, String>();
      settings.put("github.api.url", github.url().toString());
      settings.put("github.tokens", GitHubSimulator.TOKEN);
      settings.put("github.repositories", repository.fullName());
      settings.put("github.streams", "issues");
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
      var keys = new HashSet<String>();
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
    public void close() {
      github.close();
    }
  }
}

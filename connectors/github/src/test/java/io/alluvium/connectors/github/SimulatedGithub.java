package io.alluvium.connectors.github;

import io.alluvium.connectors.MemoryOffsets;
import io.alluvium.connectors.TaskRun;
import io.alluvium.simulators.github.GitHubSimulator;
import io.alluvium.simulators.github.GitHubSimulatorOptions;
import io.alluvium.simulators.github.state.Pulls;
import io.alluvium.simulators.github.state.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A simulated GitHub, a source that follows it, and the offsets that outlive the source. */
final class SimulatedGithub implements AutoCloseable {
  private final GitHubSimulator simulator;
  private final MemoryOffsets offsets = new MemoryOffsets();
  private final Map<String, String> settings = new HashMap<>();
  private @Nullable TaskRun run;

  SimulatedGithub(GitHubSimulatorOptions options) {
    simulator = GitHubSimulator.start(options);
    settings.put("name", "hub");
    settings.put("github.api.url", simulator.url().toString());
    settings.put("github.tokens", GitHubSimulator.TOKEN);
    settings.put("github.poll.ms", "50");
    settings.put("exactly.once.support", "required");
  }

  SimulatedGithub() {
    this(GitHubSimulatorOptions.defaults());
  }

  GitHubSimulator simulator() {
    return simulator;
  }

  MemoryOffsets offsets() {
    return offsets;
  }

  Map<String, String> settings() {
    return Map.copyOf(settings);
  }

  SimulatedGithub with(String setting, String value) {
    settings.put(setting, value);
    return this;
  }

  SimulatedGithub streams(String streams) {
    return with("github.streams", streams);
  }

  SimulatedGithub mirrors(Path directory) {
    return with("github.mirror.dir", directory.toString());
  }

  /** A new repository, which the source reads. */
  Repository repository(String fullName) {
    var parts = fullName.split("/");
    var repository = simulator.state().createRepository(parts[0], parts[1]);
    settings.merge("github.repositories", fullName, (before, name) -> before + "," + name);
    return repository;
  }

  /** Lists everything that often, and confirms after that time; in milliseconds. */
  SimulatedGithub listing(String every, String confirm) {
    return with("github.listing.ms", every).with("github.absence.confirm.ms", confirm);
  }

  /** New issues, each some time after the one before. */
  void issues(Repository repository, int count, Duration apart) {
    for (int i = 0; i < count; i++) {
      repository.issues().create("ada", "Issue " + i, "It fails.");
      simulator.state().clock().advance(apart);
    }
  }

  /** A new pull request. */
  int pull(Repository repository) {
    return repository
        .pulls()
        .create("ada", "Mend", "Please.", new Pulls.Branches("topic", "main"))
        .number();
  }

  /** The scopes that the connector shares out among its tasks. */
  List<String> scopes() {
    try {
      var source = new GithubSource();
      return source.scopes(source.configure(settings)).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  TaskRun start() {
    settings.put("task.scopes", String.join("\n", scopes()));
    return restart();
  }

  /** Starts with the scopes of the last start. */
  TaskRun restart() {
    run = TaskRun.start(new GithubSourceTask(), settings(), offsets);
    return run;
  }

  void stop() {
    Optional.ofNullable(run).ifPresent(TaskRun::close);
    run = null;
  }

  @Override
  public void close() {
    stop();
    simulator.close();
  }
}

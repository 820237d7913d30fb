package io.alluvium.connectors.github;

import io.alluvium.connectors.Finding;
import io.alluvium.connectors.ReaderContext;
import io.alluvium.connectors.SourceReader;
import io.alluvium.connectors.SourceType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.apache.kafka.common.config.ConfigDef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repositories of GitHub, as one source with a reader for each kind of things of each of them. */
final class GithubSource implements SourceType<GithubSourceConfig> {
  private static final int FETCHES = 2;
  private static final Logger LOG = LoggerFactory.getLogger(GithubSource.class);

  @Override
  public String name() {
    return "github";
  }

  @Override
  public ConfigDef definition() {
    return GithubSourceConfig.DEFINITION;
  }

  @Override
  public GithubSourceConfig configure(Map<String, String> settings) {
    return new GithubSourceConfig(settings);
  }

  @Override
  public List<Finding> validate(GithubSourceConfig config) {
    return new Validation(config).findings();
  }

  @Override
  public Optional<List<String>> scopes(GithubSourceConfig config) throws IOException {
    try (var client = GithubClient.of(config)) {
      var selected =
          new Selection(config, client)
              .list((setting, value, status) ->
                  LOG.warn("{}: {} {} is not there ({})", config.source(), setting, value, status));
      return Optional.of(selected.stream().map(RepositoryScope::line).toList());
    }
  }

  @Override
  public List<SourceReader<?>> open(GithubSourceConfig config, ReaderContext context) {
    var client = GithubClient.of(config);
    var host = Hosts.of(config.apiUrl());
    var shared = new Shared(client, config.intervals());
    var fetching = Executors.newFixedThreadPool(FETCHES, GithubSource::daemon);
    var readers = new ArrayList<SourceReader<?>>();
    for (var line : config.scopes()) {
      var repository = RepositoryScope.parse(host, line);
      var streams = new Streams(repository, config, client);
      for (var kind : config.streams()) {
        readers.add(
            kind == StreamKind.COMMITS
                ? MirrorReader.of(
                    new MirrorPlace(repository, config, client, fetching),
                    config.intervals(),
                    context)
                : new StreamReader(streams.of(kind), shared, context));
      }
    }
    return readers;
  }

  private static Thread daemon(Runnable fetch) {
    var thread = new Thread(fetch, "alluvium-github-mirror");
    thread.setDaemon(true);
    return thread;
  }
}

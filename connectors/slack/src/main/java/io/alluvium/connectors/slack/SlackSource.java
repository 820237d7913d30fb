package io.alluvium.connectors.slack;

import io.alluvium.connectors.Finding;
import io.alluvium.connectors.ReaderContext;
import io.alluvium.connectors.SourceReader;
import io.alluvium.connectors.SourceType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.errors.RetriableException;

/** The channels of a Slack workspace as one source with a reader per channel. */
final class SlackSource implements SourceType<SlackSourceConfig> {
  @Override
  public String name() {
    return "slack";
  }

  @Override
  public ConfigDef definition() {
    return SlackSettings.DEFINITION;
  }

  @Override
  public SlackSourceConfig configure(Map<String, String> settings) {
    return new SlackSourceConfig(settings);
  }

  @Override
  public List<Finding> validate(SlackSourceConfig config) {
    return new SlackCheck(config).findings();
  }

  @Override
  public Optional<List<String>> scopes(SlackSourceConfig config) throws IOException {
    try (var api = new SlackApi(config.api(), config.token())) {
      var choice = config.choice();
      var selected = ChannelNames.list(api, config.types()).stream().filter(choice::takes).toList();
      return Optional.of(
          selected.stream()
              .map(channel -> ChannelScope.of(channel, selected.size()).encode())
              .toList());
    }
  }

  @Override
  public List<SourceReader<?>> open(SlackSourceConfig config, ReaderContext context) {
    var lines = lines(config);
    var workspace = new Workspace(config, lines.size());
    var hub = config.appToken().map(token -> SocketHub.join(config, token));
    hub.ifPresent(workspace::follow);
    var readers = new ArrayList<SourceReader<?>>();
    for (var line : lines) {
      readers.add(new ChannelReader(ChannelScope.decode(line), config, workspace, hub, context));
    }
    return readers;
  }

  // A task that was not given its share, as in a test of its own, reads all.
  private List<String> lines(SlackSourceConfig config) {
    if (!config.scopes().isEmpty()) {
      return config.scopes();
    }
    try {
      return scopes(config).orElse(List.of());
    } catch (IOException e) {
      throw new RetriableException("The channels cannot be listed: " + e.getMessage(), e);
    }
  }
}

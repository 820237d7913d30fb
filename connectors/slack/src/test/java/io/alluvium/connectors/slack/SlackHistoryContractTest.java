package io.alluvium.connectors.slack;

import io.alluvium.connectors.SourceConnectorContract;
import io.alluvium.connectors.Upstream;
import java.nio.file.Path;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceTask;

final class SlackHistoryContractTest extends SourceConnectorContract {
  @Override
  protected Upstream upstream(Path directory) {
    return new SimulatedSlack(false);
  }

  @Override
  protected SourceConnector connector() {
    return new SlackSourceConnector();
  }

  @Override
  protected SourceTask task() {
    return new SlackSourceTask();
  }
}

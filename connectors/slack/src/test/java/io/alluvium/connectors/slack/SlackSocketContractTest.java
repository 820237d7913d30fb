package io.alluvium.connectors.slack;

import io.alluvium.connectors.SourceConnectorContract;
import io.alluvium.connectors.Upstream;
import java.nio.file.Path;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceTask;

final class SlackSocketContractTest extends SourceConnectorContract {
  @Override
  protected Upstream upstream(Path directory) {
    return new SimulatedSlack(true);
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

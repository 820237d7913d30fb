package io.alluvium.app.it;

import io.alluvium.app.embedded.EmbeddedBroker;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** On a broker of the same version, in another process than the node's. */
@Execution(ExecutionMode.CONCURRENT)
final class ExternalKafkaIT extends ExternalKafkaContract {
  @TempDir private Path directory;
  private EmbeddedBroker broker;

  @Override
  String bootstrapServers() {
    broker = EmbeddedBroker.start(directory.resolve("kafka"), 0);
    return broker.bootstrapServers();
  }

  @AfterEach
  void stopsTheBroker() {
    broker.close();
  }
}

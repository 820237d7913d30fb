package io.alluvium.app.it;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.testcontainers.kafka.KafkaContainer;

/** On Apache Kafka's own image; needs a Docker engine. */
@Tag("docker")
final class DockerKafkaIT extends ExternalKafkaContract {
  private final KafkaContainer kafka = new KafkaContainer("apache/kafka:4.3.1");

  @Override
  String bootstrapServers() {
    kafka.start();
    return kafka.getBootstrapServers();
  }

  @AfterEach
  void stopsTheContainer() {
    kafka.stop();
  }
}

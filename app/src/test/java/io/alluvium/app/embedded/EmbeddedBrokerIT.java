package io.alluvium.app.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedBrokerIT {
  @TempDir Path directory;

  @Test
  void keepsRecordsOverARestartOnOtherPorts() throws Exception {
    String first;
    try (var broker = EmbeddedBroker.start(directory, 0)) {
      first = broker.bootstrapServers();
      createTopic(first);
      send(first, "one");
    }
    try (var broker = EmbeddedBroker.start(directory, 0)) {
      assertThat(broker.bootstrapServers()).isNotEqualTo(first);
      send(broker.bootstrapServers(), "two");
      assertThat(read(broker.bootstrapServers(), 2)).containsExactly("one", "two");
    }
  }

  @Test
  void refusesADirectoryThatAnotherBrokerUses() {
    try (var broker = EmbeddedBroker.start(directory, 0)) {
      assertThat(broker.bootstrapServers()).startsWith("127.0.0.1:");
      assertThatThrownBy(() -> EmbeddedBroker.start(directory, 0))
          .hasMessageContaining("Failed to acquire lock");
    }
  }

  private static void createTopic(String bootstrap) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
    }
  }

  private static void send(String bootstrap, String value) throws Exception {
    Map<String, Object> config = Map.of("bootstrap.servers", bootstrap, "acks", "all");
    try (var producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>("t", value)).get();
    }
  }

  private static List<String> read(String bootstrap, int count) {
    var values = new ArrayList<String>();
    var deserializer = new StringDeserializer();
    Map<String, Object> config = Map.of("bootstrap.servers", bootstrap);
    try (var consumer = new KafkaConsumer<>(config, deserializer, deserializer)) {
      var partitions = List.of(new TopicPartition("t", 0));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (values.size() < count) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }
}

package io.alluvium.app.cli;

import io.alluvium.app.UserError;
import io.alluvium.app.avro.RecordDecoder;
import io.alluvium.app.config.Nearest;
import io.alluvium.schemas.registry.RegistryUnreachableException;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code alluvium tail}: decoded records of a topic, as they come. */
@Command(
    name = "tail",
    description = "Print the records of a topic, decoded, as they come. Ctrl-C ends it.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  alluvium tail",
      "  alluvium tail --topic links --from-beginning",
      "  alluvium tail --topic raw.files --json | jq .value.title"
    })
final class TailCommand implements Runnable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Mixin private final ClientOptions client = new ClientOptions();

  @Option(
      names = "--topic",
      paramLabel = "T",
      defaultValue = "events",
      description = "Topic, with or without the prefix. Default: ${DEFAULT-VALUE}.")
  private String topic = "events";

  @Option(names = "--from-beginning", description = "Start with the oldest record.")
  private boolean fromBeginning;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "9223372036854775807",
      description = "End after so many records.")
  private long limit;

  private final Session session;

  TailCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    var kafka = KafkaAddresses.of(session, client.config());
    try (var consumer = consumer(kafka)) {
      var partitions = partitions(consumer, kafka.prefix());
      consumer.assign(partitions);
      if (fromBeginning) {
        consumer.seekToBeginning(partitions);
      } else {
        consumer.seekToEnd(partitions);
      }
      print(consumer, new RecordDecoder(SchemaRegistryClient.of(kafka.registry())));
    } catch (RegistryUnreachableException e) {
      throw new UserError(
          "REGISTRY_UNREACHABLE",
          "The schema registry " + kafka.registry() + " does not answer.",
          "Check it with 'alluvium doctor'.",
          e);
    } catch (KafkaException e) {
      throw new UserError(
          "BROKER_UNREACHABLE",
          "Kafka at " + kafka.bootstrapServers() + " does not answer: " + e.getMessage() + ".",
          "Check it with 'alluvium doctor'.",
          e);
    }
  }

  private void print(KafkaConsumer<byte[], byte[]> consumer, RecordDecoder decoder) {
    var printer = new RecordPrinter(session.terminal(), session.clock(), client.json());
    long printed = 0;
    while (printed < limit && !session.terminal().gone()) {
      for (var record : consumer.poll(Duration.ofMillis(500))) {
        if (printed++ < limit) {
          printer.print(record, decoder.decode(record.value()));
        }
      }
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(KafkaAddresses kafka) {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            kafka.bootstrapServers(),
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            (int) PATIENCE.toMillis(),
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            false);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String prefix) {
    var topics = consumer.listTopics(PATIENCE);
    for (var name : List.of(prefix + "." + topic, topic)) {
      var infos = topics.get(name);
      if (infos != null) {
        return infos.stream().map(info -> new TopicPartition(name, info.partition())).toList();
      }
    }
    var ours = new TreeSet<String>();
    for (var name : topics.keySet()) {
      if (name.startsWith(prefix + ".")) {
        ours.add(name.substring(prefix.length() + 1));
      }
    }
    throw new UserError(
        "TOPIC_UNKNOWN",
        "There is no topic '" + topic + "'.",
        Nearest.to(topic, ours)
            .map(nearest -> "Did you mean '" + nearest + "'?")
            .orElse("There are: " + String.join(", ", ours) + "."));
  }
}

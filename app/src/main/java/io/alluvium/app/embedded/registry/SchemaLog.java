package io.alluvium.app.embedded.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alluvium.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The registry's compacted topic of one partition. Keys and values are JSON in the form of
 * Confluent's {@code _schemas}, so that its records can be carried over to a registry of theirs.
 */
final class SchemaLog implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String topic;
  private final String bootstrapServers;
  private final KafkaProducer<String, String> producer;

  SchemaLog(String bootstrapServers, String topic) {
    this.topic = topic;
    this.bootstrapServers = bootstrapServers;
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "acks",
            "all",
            "max.request.size",
            Topics.MAX_MESSAGE_BYTES,
            "buffer.memory",
            2 * Topics.MAX_MESSAGE_BYTES,
            "delivery.timeout.ms",
            30_000,
            "request.timeout.ms",
            10_000,
            "max.block.ms",
            30_000);
    this.producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
  }

  /** Reads the whole topic, from its beginning to its present end, into the catalog. */
  void replay(SchemaCatalog catalog) {
    var partition = List.of(new TopicPartition(topic, 0));
    Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers);
    var strings = new StringDeserializer();
    try (var consumer = new KafkaConsumer<>(config, strings, strings)) {
      consumer.assign(partition);
      consumer.seekToBeginning(partition);
      long end = consumer.endOffsets(partition).values().iterator().next();
      while (consumer.position(partition.getFirst()) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(r -> apply(catalog, r.key(), r.value()));
      }
    }
  }

  void append(SchemaCatalog catalog, SchemaVersion version) {
    var value = JSON.createObjectNode();
    value.put("subject", version.subject());
    value.put("version", version.version());
    value.put("id", version.id());
    value.put("schema", version.schema());
    value.put("deleted", version.deleted());
    write(catalog, schemaKey(version.subject(), version.version()), value);
  }

  void remove(SchemaCatalog catalog, SchemaVersion version) {
    // The number stays given even when compaction has removed the last record that carried it.
    var highest = JSON.createObjectNode().put("id", catalog.highestId());
    write(catalog, key("HIGHEST_ID"), highest);
    write(catalog, schemaKey(version.subject(), version.version()), null);
  }

  void appendLevel(
      SchemaCatalog catalog, @Nullable String subject, @Nullable CompatibilityLevel level) {
    var key = key("CONFIG").put("subject", subject).put("magic", 0);
    var value = level == null ? null : JSON.createObjectNode();
    if (value != null && level != null) {
      value.put("compatibilityLevel", level.name());
    }
    write(catalog, key, value);
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }

  /** Stores first and only then believes: an answer never names what a crash could undo. */
  private void write(SchemaCatalog catalog, ObjectNode key, @Nullable ObjectNode value) {
    var valueText = value == null ? null : value.toString();
    try {
      producer.send(new ProducerRecord<>(topic, 0, key.toString(), valueText)).get();
    } catch (ExecutionException e) {
      throw RegistryException.notStored(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RegistryException.notStored(e);
    }
    apply(catalog, key.toString(), valueText);
  }

  private static void apply(SchemaCatalog catalog, String keyText, @Nullable String valueText) {
    var key = parse(keyText);
    var value = valueText == null ? null : parse(valueText);
    switch (key.path("keytype").asText()) {
      case "SCHEMA" -> applySchema(catalog, key, value);
      case "CONFIG" ->
          catalog.setLevel(
              key.path("subject").textValue(),
              value == null
                  ? null
                  : CompatibilityLevel.parse(value.path("compatibilityLevel").asText()));
      case "HIGHEST_ID" -> catalog.raiseHighestId(value == null ? 0 : value.path("id").asInt());
      default -> throw new IllegalStateException("Unknown record in the registry: " + keyText);
    }
  }

  private static void applySchema(SchemaCatalog catalog, JsonNode key, @Nullable JsonNode value) {
    if (value == null) {
      catalog.remove(key.path("subject").asText(), key.path("version").asInt());
      return;
    }
    catalog.put(
        new SchemaVersion(
            value.path("subject").asText(),
            value.path("version").asInt(),
            value.path("id").asInt(),
            value.path("schema").asText(),
            value.path("deleted").asBoolean()));
  }

  private static ObjectNode schemaKey(String subject, int version) {
    return key("SCHEMA").put("subject", subject).put("version", version).put("magic", 1);
  }

  private static ObjectNode key(String type) {
    return JSON.createObjectNode().put("keytype", type);
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Not JSON in the registry's topic: " + json, e);
    }
  }
}

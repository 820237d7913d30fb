package io.alluvium.app.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alluvium.schemas.HeldShards;
import io.alluvium.schemas.NodeState;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Topic {@code nodes}: says what this node has whenever that changes and every few seconds, and
 * hears what the others say. Belongs to no group and commits nothing.
 */
public final class NodeTopic implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeTopic.class);
  private static final Duration LOOK = Duration.ofMillis(250);

  /** Among others; alone, one's silence troubles nobody. */
  private static final Duration WORD = Duration.ofSeconds(5);

  private static final Duration WORD_ALONE = Duration.ofMinutes(1);
  private static final Duration LONG_POLL = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final String topic;
  private final Serde<NodeState> serde;
  private final Map<String, Object> client;
  private final Nodes nodes;
  private final KafkaProducer<byte[], byte[]> producer;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("node-state").factory());
  private final Thread hearing = Thread.ofPlatform().daemon().name("nodes").unstarted(this::hear);
  private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
  private volatile boolean speakNow = true;
  private volatile boolean closing;
  private List<HeldShards> said = List.of();
  private long saidAt = System.nanoTime();

  private NodeTopic(
      String topic, SchemaRegistryClient registry, Map<String, Object> client, Nodes nodes) {
    this.topic = topic;
    this.serde = AvroSerde.of(NodeState.class, registry);
    this.client = Map.copyOf(client);
    this.nodes = nodes;
    var settings = new HashMap<>(client);
    settings.put("acks", "all");
    settings.put("linger.ms", 0);
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Begins to speak and to hear.
   *
   * @param client how to reach Kafka
   */
  public static NodeTopic start(
      String topic, SchemaRegistryClient registry, Map<String, Object> client, Nodes nodes) {
    var started = new NodeTopic(topic, registry, client, nodes);
    started.hearing.start();
    var unused =
        started.clock.scheduleWithFixedDelay(
            started::speak, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    return started;
  }

  private void speak() {
    try {
      var state = nodes.state();
      var pause = nodes.hasOthers() ? WORD : WORD_ALONE;
      boolean due = speakNow || System.nanoTime() - saidAt > pause.toNanos();
      if (due || !state.getTiers().equals(said)) {
        speakNow = false;
        said = state.getTiers();
        saidAt = System.nanoTime();
        send(serde.serializer().serialize(topic, state));
      }
    } catch (RuntimeException failure) {
      LOG.warn("This node could not say what it has; it tries again", failure);
    }
  }

  private void send(byte @Nullable [] value) {
    var key = nodes.state().getNode().getBytes(UTF_8);
    producer.send(
        new ProducerRecord<>(topic, 0, key, value),
        (sent, failure) -> {
          if (failure != null) {
            LOG.debug("The others have not heard of this node; it says it again", failure);
            speakNow = true;
          }
        });
  }

  private void hear() {
    while (!closing) {
      try (var opened = open()) {
        consumer = opened;
        var part = List.of(new TopicPartition(topic, 0));
        opened.assign(part);
        opened.seekToBeginning(part);
        while (!closing) {
          opened.poll(LONG_POLL).forEach(this::take);
        }
      } catch (WakeupException e) {
        LOG.debug("Woken up to close", e);
      } catch (KafkaException e) {
        LOG.warn("What other nodes say cannot be read; it is tried again", e);
        pause();
      } finally {
        consumer = null;
      }
    }
  }

  private KafkaConsumer<byte[], byte[]> open() {
    var settings = new HashMap<>(client);
    settings.put("enable.auto.commit", false);
    settings.put("auto.offset.reset", "earliest");
    settings.put("fetch.max.wait.ms", (int) LONG_POLL.toMillis());
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    try {
      if (record.value() == null) {
        nodes.stopped(new String(record.key(), UTF_8));
      } else if (nodes.hear(serde.deserializer().deserialize(topic, record.value()))) {
        speakNow = true;
      }
    } catch (RuntimeException undecodable) {
      LOG.warn("Record {} of {} says nothing", record.offset(), topic, undecodable);
    }
  }

  /** Takes back what this node has said. */
  @Override
  public void close() {
    closing = true;
    clock.shutdownNow();
    var open = consumer;
    if (open != null) {
      open.wakeup();
    }
    send(null);
    producer.close(PAUSE);
    try {
      hearing.join(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

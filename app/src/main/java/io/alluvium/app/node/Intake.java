package io.alluvium.app.node;

import io.alluvium.app.config.NodeConfig;
import io.alluvium.app.connect.ConnectRest;
import io.alluvium.app.connect.SourceSupervisor;
import io.alluvium.app.embedded.ConnectWorker;
import io.alluvium.app.sources.LedgerReader;
import io.alluvium.app.sources.Sources;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** The sources and what runs them: the Connect worker, its supervisor and the coverage ledger. */
final class Intake implements AutoCloseable {
  private static final String STRINGS = "org.apache.kafka.connect.storage.StringConverter";

  private final ConnectWorker worker;
  private final ConnectRest connect;
  private final SourceSupervisor supervisor;
  private final LedgerReader ledger;
  private final Sources sources;

  private Intake(
      ConnectWorker worker, ConnectRest connect, SourceSupervisor supervisor, LedgerReader ledger) {
    this.worker = worker;
    this.connect = connect;
    this.supervisor = supervisor;
    this.ledger = ledger;
    this.sources = new Sources(connect, supervisor, ledger);
  }

  /** Starts the worker and gives it the configured sources; returns when it has them. */
  static Intake start(NodeConfig config, KafkaAccess kafka, SchemaRegistryClient registry) {
    var worker =
        ConnectWorker.start(
            kafka.bootstrapServers(), config.connectPort(), config.topics().prefix());
    var connect = new ConnectRest(URI.create("http://127.0.0.1:" + config.connectPort()));
    var ledger = new LedgerReader(config.topics(), registry, kafka.clientConfig());
    ledger.start();
    var intake =
        new Intake(worker, connect, new SourceSupervisor(connect, Clock.systemUTC()), ledger);
    try {
      intake.configure(config, kafka);
    } catch (RuntimeException e) {
      intake.close();
      throw e;
    }
    intake.supervisor.start();
    return intake;
  }

  Sources sources() {
    return sources;
  }

  LedgerReader ledger() {
    return ledger;
  }

  URI url() {
    return connect.root();
  }

  /** No record is written after this returns; what was written is complete. */
  void stop() {
    supervisor.close();
    worker.close();
  }

  @Override
  public void close() {
    stop();
    ledger.close();
    connect.close();
  }

  /** Puts what is new or different; an unchanged source runs already and is not disturbed. */
  private void configure(NodeConfig config, KafkaAccess kafka) {
    connect.awaitReady();
    var known = connect.connectors();
    config
        .sources()
        .forEach((name, given) -> {
          var settings = settings(name, given, config, kafka);
          var present = known.get(name);
          if (!settings.equals(present == null ? null : present.config())) {
            sources.put(name, settings);
          }
        });
    if (kafka.broker().isPresent()) {
      known.keySet().stream()
          .filter(name -> !config.sources().containsKey(name))
          .forEach(connect::delete);
    }
  }

  private static Map<String, String> settings(
      String name, Map<String, String> given, NodeConfig config, KafkaAccess kafka) {
    var settings = new HashMap<String, String>();
    settings.put("tasks.max", "1");
    settings.put("key.converter", STRINGS);
    settings.put("header.converter", STRINGS);
    settings.put("value.converter", "io.alluvium.schemas.connect.AvroConverter");
    settings.put("value.converter.schema.registry.url", kafka.registryUrl());
    settings.put("exactly.once.support", "required");
    settings.put("transaction.boundary", "poll");
    settings.putAll(given);
    settings.put("name", name);
    settings.put("topic.prefix", config.topics().prefix());
    settings.put("topic.partitions", Integer.toString(config.topicPartitions()));
    return Map.copyOf(settings);
  }
}

package io.alluvium.app.node;

import io.alluvium.app.config.NodeConfig;
import io.alluvium.app.connect.ConnectRest;
import io.alluvium.app.connect.SourceSupervisor;
import io.alluvium.app.embedded.ConnectWorker;
import io.alluvium.app.sources.LedgerReader;
import io.alluvium.app.sources.SourceSettings;
import io.alluvium.app.sources.Sources;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import java.net.URI;
import java.time.Clock;

/** The sources and what runs them: the Connect worker, its supervisor and the coverage ledger. */
final class Intake implements AutoCloseable {
  private final ConnectWorker worker;
  private final ConnectRest connect;
  private final SourceSupervisor supervisor;
  private final LedgerReader ledger;
  private final Sources sources;

  private Intake(
      ConnectWorker worker,
      ConnectRest connect,
      SourceSupervisor supervisor,
      LedgerReader ledger,
      SourceSettings settings) {
    this.worker = worker;
    this.connect = connect;
    this.supervisor = supervisor;
    this.ledger = ledger;
    this.sources = new Sources(connect, supervisor, ledger, settings);
  }

  /** Starts the worker; it goes on with the sources it has. */
  static Intake start(NodeConfig config, KafkaAccess kafka, SchemaRegistryClient registry) {
    var worker =
        ConnectWorker.start(
            kafka.bootstrapServers(), config.connectPort(), config.topics().prefix());
    var connect = new ConnectRest(URI.create("http://127.0.0.1:" + config.connectPort()));
    var settings =
        new SourceSettings(config.topics(), config.topicPartitions(), kafka.registryUrl());
    var ledger = new LedgerReader(config.topics(), registry, kafka.clientConfig());
    return new Intake(
        worker, connect, new SourceSupervisor(connect, Clock.systemUTC()), ledger, settings);
  }

  /** Gives the worker the sources of the configuration; all topics must be there. */
  void configure(NodeConfig config) {
    ledger.start();
    connect.awaitReady();
    sources.configure(config.sources());
    supervisor.start();
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
}

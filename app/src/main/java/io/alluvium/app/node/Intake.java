package io.alluvium.app.node;

import io.alluvium.app.UserError;
import io.alluvium.app.config.NodeConfig;
import io.alluvium.app.connect.ConnectRefusedException;
import io.alluvium.app.connect.ConnectRest;
import io.alluvium.app.connect.SourceSupervisor;
import io.alluvium.app.embedded.ConnectWorker;
import io.alluvium.app.sources.LedgerReader;
import io.alluvium.app.sources.SourceSettings;
import io.alluvium.app.sources.Sources;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;

/**
 * The sources and what runs them: a Connect worker of ours or a cluster of others, its supervisor
 * and the coverage ledger.
 */
final class Intake implements AutoCloseable {
  private final Optional<ConnectWorker> worker;
  private final ConnectRest connect;
  private final SourceSupervisor supervisor;
  private final LedgerReader ledger;
  private final Sources sources;

  private Intake(
      Optional<ConnectWorker> worker,
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

  /** Starts the worker, if it is ours; it goes on with the sources it has. */
  static Intake start(NodeConfig config, KafkaAccess kafka, SchemaRegistryClient registry) {
    var worker =
        config.connectUrl().isPresent()
            ? Optional.<ConnectWorker>empty()
            : Optional.of(
                ConnectWorker.start(
                    kafka.bootstrapServers(), config.connectPort(), config.topics().prefix()));
    var connect = new ConnectRest(config.connectRoot());
    var settings =
        new SourceSettings(config.topics(), config.topicPartitions(), kafka.registryUrl());
    var ledger = new LedgerReader(config.topics(), registry, kafka.clientConfig());
    return new Intake(
        worker, connect, new SourceSupervisor(connect, Clock.systemUTC()), ledger, settings);
  }

  /**
   * Gives the worker the sources of the configuration; all topics must be there.
   *
   * @throws UserError CONNECT_UNREACHABLE if a cluster of others does not answer
   */
  void configure(NodeConfig config) {
    ledger.start();
    awaitReady();
    sources.configure(config.sources());
    supervisor.start();
  }

  private void awaitReady() {
    try {
      connect.awaitReady();
    } catch (ConnectRefusedException e) {
      throw new UserError(
          "CONNECT_UNREACHABLE",
          "Kafka Connect at " + connect.root() + " does not answer: " + e.getMessage() + ".",
          "Check connect.url, and that a worker runs there.",
          e);
    }
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

  /**
   * No record is written by a worker of ours after this returns; what was written is complete. A
   * cluster of others goes on.
   */
  void stop() {
    supervisor.close();
    worker.ifPresent(ConnectWorker::close);
  }

  @Override
  public void close() {
    stop();
    ledger.close();
    connect.close();
  }
}

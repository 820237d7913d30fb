package io.alluvium.app.node;

import io.alluvium.app.UserError;
import io.alluvium.app.config.NodeConfig;
import io.alluvium.app.config.Role;
import io.alluvium.app.connect.InstalledConnectors;
import io.alluvium.app.embedded.ProcessExits;
import io.alluvium.app.embedded.registry.EmbeddedRegistry;
import io.alluvium.app.letters.DeadLetters;
import io.alluvium.app.status.NodeStatus;
import io.alluvium.app.status.SourceStatus;
import io.alluvium.schemas.Topics;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running node: everything in one process, from the sources to the page.
 *
 * <p>Started by {@link #start}, which either returns a node that is ready or leaves nothing behind.
 * {@link #close} stops the sources first, lets what is on its way arrive, and stops the broker
 * last. The process may be killed at any moment instead: nothing is lost, the next start goes on.
 */
public final class Node implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private static final Duration READY_PATIENCE = Duration.ofSeconds(120);
  private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(8);

  private final List<String> connectorTypes = InstalledConnectors.types();
  private final NodeConfig config;
  private final StartListener listener;
  private final NodeView view;
  private final EmbeddedRegistry registry = new EmbeddedRegistry();
  private final Shutdown shutdown = new Shutdown();
  private final CountDownLatch faulted = new CountDownLatch(1);

  private Node(NodeConfig config, StartListener listener) {
    this.config = config;
    this.listener = listener;
    this.view = new NodeView(config);
  }

  /**
   * Starts a node and returns when what comes in can be found. Backfill goes on after that, and
   * enrichment begins.
   *
   * @param listener hears what is being done, on this thread
   * @throws UserError if a port is taken, the data directory is in use, newer or unusable, Kafka or
   *     the registry does not answer, or a source is configured wrongly; then nothing runs
   */
  public static Node start(NodeConfig config, StartListener listener) {
    var node = new Node(config, listener);
    try {
      node.startParts();
      node.awaitRunning();
      node.view.startEnrichment();
      return node;
    } catch (CompletionException e) {
      node.shutdown.run();
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } catch (RuntimeException | Error e) {
      node.shutdown.run();
      throw e;
    }
  }

  /** State of the node and its parts. */
  public NodeStatus status() {
    return view.status();
  }

  /** State of every source, by name. */
  public List<SourceStatus> sources() {
    return view.sources();
  }

  /**
   * Creates a source beside those of the configuration, or gives it these settings.
   *
   * @param settings its own settings in Connect's keys; converters and topics are added
   * @throws UserError SOURCE_INVALID if the connector refuses them
   */
  public void putSource(String name, Map<String, String> settings) {
    view.put(name, settings);
  }

  /**
   * Waits for something that stops this node from working, such as a full disk; {@link #fault} says
   * what. It still answers searches then, but takes nothing in until it is closed and started
   * again.
   */
  public void awaitFault() throws InterruptedException {
    faulted.await();
  }

  /** What stopped this node from working; empty while it works. */
  public Optional<UserError> fault() {
    return view.fault();
  }

  /** Stops everything in order; see the class. May be called more than once. */
  @Override
  public void close() {
    shutdown.run();
  }

  private void startParts() {
    requirePorts();
    var directory = shutdown.own(DataDirectory.open(config.dataDir()));
    ProcessExits.redirectTo(this::fault);
    shutdown.own(view);
    shutdown.own(IdleHeap.start());
    var server = new NodeHttp(config, view, registry);
    var http = begin(server::start);
    server.startForPeers().ifPresent(shutdown::own);
    listener.step(
        config
            .bootstrapServers()
            .map(at -> "Connecting to Kafka at " + at)
            .orElse("Starting Kafka"));
    var kafka = shutdown.own(kafka(directory));
    view.has(kafka);
    var client = SchemaRegistryClient.of(kafka.registryUrl());
    var intake =
        config.roles().contains(Role.CONNECT)
            ? Optional.of(begin(() -> Intake.start(config, kafka, client)))
            : Optional.<CompletableFuture<Intake>>empty();
    http.join();
    var admin = shutdown.own(Admin.create(kafka.clientConfig()));
    view.has(admin);
    setUpTopics(admin, kafka);
    view.has(letters(kafka, client, admin));
    listener.step("Starting sources, topologies and the index");
    var processing = shutdown.own(Processing.start(config, directory, kafka, client));
    view.has(processing);
    shutdown.own(() -> drain(admin));
    intake.ifPresent(this::configure);
    processing.awaitStarted();
    shutdown.own(Trimming.start(admin, config, connectorTypes));
    writeNodeFile(directory, kafka);
  }

  private void configure(CompletableFuture<Intake> intake) {
    var sources = shutdown.own(intake.join());
    sources.configure(config);
    view.has(sources);
  }

  /** Starts a part while others start; whatever becomes of them, it will be stopped. */
  private <T extends AutoCloseable> CompletableFuture<T> begin(Supplier<T> start) {
    var part = CompletableFuture.supplyAsync(start, PartThread::start);
    shutdown.own(() -> closeWhenStarted(part));
    return part;
  }

  private static void closeWhenStarted(CompletableFuture<? extends AutoCloseable> part)
      throws Exception {
    // What failed to start has nothing to stop; its failure was told where it was waited for.
    var started = part.handle((value, failure) -> value).join();
    if (started != null) {
      started.close();
    }
  }

  private void requirePorts() {
    LoopbackPort.requireFree(config.httpPort(), "the page and API", "--port");
    if (config.bootstrapServers().isEmpty()) {
      LoopbackPort.requireFree(config.kafkaPort(), "the Kafka broker", "--kafka-port");
    }
    if (config.connectUrl().isEmpty()) {
      LoopbackPort.requireFree(config.connectPort(), "Kafka Connect", "--connect-port");
    }
  }

  private KafkaAccess kafka(DataDirectory directory) {
    return config
        .bootstrapServers()
        .map(servers -> KafkaAccess.external(servers, config.schemaRegistryUrl().orElseThrow()))
        .orElseGet(() -> KafkaAccess.embedded(config, directory));
  }

  private void setUpTopics(Admin admin, KafkaAccess kafka) {
    var topics = config.topics();
    var specs = new ArrayList<>(topics.specs(config.topicPartitions(), connectorTypes));
    if (kafka.broker().isPresent()) {
      specs.add(new Topics.Spec(topics.registry(), 1, Topics.Cleanup.COMPACTED));
    }
    new TopicSetup(admin).ensure(specs);
    if (kafka.broker().isPresent()) {
      registry.start(kafka.bootstrapServers(), topics.registry());
      shutdown.own(registry);
    }
  }

  private DeadLetters letters(KafkaAccess kafka, SchemaRegistryClient client, Admin admin) {
    var topics = config.topics();
    return new DeadLetters(
        topics, client, kafka.clientConfig(), admin, Readers.of(config).ingest());
  }

  private void writeNodeFile(DataDirectory directory, KafkaAccess kafka) {
    var file = new NodeFile(directory.nodeFile());
    var content = new LinkedHashMap<String, Object>();
    content.put("pid", ProcessHandle.current().pid());
    content.put("httpPort", config.httpPort());
    content.put("kafkaBootstrap", kafka.bootstrapServers());
    content.put("registryUrl", kafka.registryUrl());
    content.put("connectUrl", config.connectRoot().toString());
    content.put("version", NodeView.version());
    file.write(content);
    shutdown.own(file::delete);
  }

  private void awaitRunning() {
    var deadline = System.nanoTime() + READY_PATIENCE.toNanos();
    long restored = 0;
    while (!view.running()) {
      if (view.restored() > restored) {
        // Stores that were lost take as long as they take; search answers meanwhile.
        restored = view.restored();
        deadline = System.nanoTime() + READY_PATIENCE.toNanos();
      }
      if (view.fault().isPresent() || System.nanoTime() > deadline) {
        throw view.fault().orElseGet(this::notRunning);
      }
      pause();
    }
    view.ready();
  }

  private UserError notRunning() {
    return new UserError(
        "START_FAILED",
        "The node did not get ready: " + view.status().parts() + ".",
        "See the log; 'alluvium doctor' checks the environment.");
  }

  private void fault(String what) {
    LOG.error("This node has stopped working: {}", what);
    if (view.fault().isEmpty()) {
      view.fault(Fault.explain(what, config.dataDir()));
    }
    // What cannot reach the broker any more would wait long for it.
    shutdown.hurry();
    faulted.countDown();
  }

  private void drain(Admin admin) throws ExecutionException, InterruptedException {
    if (!view.wasReady() || view.fault().isPresent()) {
      return;
    }
    var deadline = System.nanoTime() + DRAIN_PATIENCE.toNanos();
    for (var step : Readers.of(config).inOrder(config.roles(), connectorTypes)) {
      var left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      if (!new Drain(admin, step).await(left, listener)) {
        listener.step("Leaving the rest for the next start");
        return;
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while starting", e);
    }
  }
}

package io.alluvium.app.cli;

import io.alluvium.app.config.NodeConfig;
import io.alluvium.app.config.NodeKey;
import io.alluvium.app.node.Node;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code alluvium up}: runs a node until Ctrl-C. */
@Command(
    name = "up",
    description = "Start a node: follow sources, make them searchable. Ctrl-C drains and stops it.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  alluvium up --watch .",
      "  alluvium up --watch ~/notes --watch ~/src/app --data-dir /var/lib/alluvium",
      "  alluvium up --watch . --bootstrap-servers kafka:9092 --schema-registry-url http://sr:8081"
    })
final class UpCommand implements Callable<Integer> {
  @Mixin private final HelpOption help = new HelpOption();

  @Mixin private final ConfigOptions config = new ConfigOptions();

  @Option(
      names = "--watch",
      arity = "1..*",
      paramLabel = "PATH",
      description = "Directories to follow, with the history of the git repository they lie in.")
  private List<Path> watch = List.of();

  @Option(
      names = "--kafka-port",
      paramLabel = "N",
      description = "Port of the embedded Kafka broker. Default: 9092.")
  private @Nullable String kafkaPort;

  @Option(
      names = "--connect-port",
      paramLabel = "N",
      description = "Port of Kafka Connect's REST API. Default: 8083.")
  private @Nullable String connectPort;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Use this Kafka instead of the embedded broker.")
  private @Nullable String bootstrapServers;

  @Option(
      names = "--schema-registry-url",
      paramLabel = "URL",
      description = "Schema registry to use; needed with --bootstrap-servers.")
  private @Nullable String schemaRegistryUrl;

  private final Session session;

  UpCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    var plan = NodePlan.of(session, flags(), watch, this::load);
    var stop = StopSignal.install(session.terminal());
    var talk = new UpTalk(session.terminal(), plan, config.file(session), stop);
    try (var node = Node.start(plan.config(), talk)) {
      WatchRegister.add(plan.config().dataDir(), plan.watched());
      talk.ready();
      Thread.startVirtualThread(() -> stopOnFault(node, stop));
      new Progress(session.terminal(), plan.config().httpPort(), stop).follow();
      var fault = node.fault();
      if (fault.isPresent()) {
        throw fault.get();
      }
      talk.stopping();
    }
    talk.stopped();
    return ExitCode.OK;
  }

  /** A node that takes nothing in any more must not look as if it did. */
  private static void stopOnFault(Node node, StopSignal stop) {
    try {
      node.awaitFault();
      stop.ask();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private NodeConfig load(Map<String, String> settings) {
    return config.load(session, settings, names());
  }

  private Map<String, String> flags() {
    var flags = new LinkedHashMap<String, String>();
    add(flags, new LinkedHashMap<>());
    return flags;
  }

  private Map<String, String> names() {
    var names = new LinkedHashMap<String, String>();
    add(new LinkedHashMap<>(), names);
    return names;
  }

  private void add(Map<String, String> flags, Map<String, String> names) {
    ConfigOptions.add(flags, names, NodeKey.KAFKA_PORT, "--kafka-port", kafkaPort);
    ConfigOptions.add(flags, names, NodeKey.CONNECT_PORT, "--connect-port", connectPort);
    ConfigOptions.add(
        flags, names, NodeKey.BOOTSTRAP_SERVERS, "--bootstrap-servers", bootstrapServers);
    ConfigOptions.add(
        flags, names, NodeKey.SCHEMA_REGISTRY_URL, "--schema-registry-url", schemaRegistryUrl);
  }
}

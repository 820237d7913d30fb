package io.alluvium.app.cli;

import io.alluvium.app.config.NodeConfig;
import io.alluvium.app.config.NodeKey;
import io.alluvium.app.node.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
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
    var terminal = session.terminal();
    var plan = NodePlan.of(session, flags(), watch, this::load);
    var stop = StopSignal.install(terminal);
    Logs.toFile(plan.config().dataDir());
    long started = System.nanoTime();
    introduce(plan);
    try (var node = Node.start(plan.config(), step -> step(stop, step))) {
      WatchRegister.add(plan.config().dataDir(), plan.watched());
      welcome(plan.config(), started);
      Thread.startVirtualThread(() -> stopOnFault(node, stop));
      new Progress(terminal, plan.config().httpPort(), stop).follow();
      var fault = node.fault();
      if (fault.isPresent()) {
        throw fault.get();
      }
      started = System.nanoTime();
    }
    terminal.clearLine();
    say(Style.BOLD, "Stopped in " + seconds(started) + ". Start again to go on from here.");
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

  private void introduce(NodePlan plan) {
    var facts = new ArrayList<String>();
    facts.add("data in " + plan.config().dataDir());
    config.file(session).ifPresent(file -> facts.add("settings from " + file));
    say(Style.BOLD, "Alluvium " + Version.current());
    say(Style.DIM, "  " + String.join(", ", facts));
    if (plan.config().sources().isEmpty()) {
      session.terminal().line("  no sources; name directories with --watch");
    }
    for (var path : plan.watched()) {
      session.terminal().line("  watching " + path.path() + " as source '" + path.name() + "'");
    }
  }

  private void welcome(NodeConfig running, long started) {
    var terminal = session.terminal();
    terminal.line(terminal.styled(Style.GREEN, "Ready") + " in " + seconds(started));
    terminal.line("  page    http://127.0.0.1:" + running.httpPort() + "/");
    terminal.line("  search  alluvium search 'words'" + where(running));
  }

  /** What a second command must say to find this node. */
  private static String where(NodeConfig running) {
    var usual = NodeConfig.of(Map.of());
    if (!running.dataDir().equals(usual.dataDir())) {
      return " --data-dir " + running.dataDir();
    }
    return "";
  }

  /** On the way down one line is enough for all that is being finished. */
  private void step(StopSignal stop, String what) {
    var terminal = session.terminal();
    var text = terminal.styled(Style.DIM, "  " + what);
    if (stop.asked() && terminal.interactive()) {
      terminal.rewrite(text);
    } else {
      terminal.line(text);
    }
  }

  private void say(Style style, String text) {
    session.terminal().line(session.terminal().styled(style, text));
  }

  private static String seconds(long since) {
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
    return "%d.%d s".formatted(millis / 1000, millis % 1000 / 100);
  }
}

package io.alluvium.app.cli;

import io.alluvium.app.UserError;
import io.alluvium.app.config.NodeConfig;
import io.alluvium.app.doctor.Doctor;
import io.alluvium.app.doctor.Finding;
import io.alluvium.app.doctor.Patient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code alluvium doctor}: what is not right here, and what to do about it. */
@Command(
    name = "doctor",
    description = "Check environment, settings and connections, and say what to do.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  alluvium doctor",
      "  alluvium doctor --watch ~/src --json",
      "",
      "Exit code 1 when a check failed."
    })
final class DoctorCommand implements Callable<Integer> {
  @Mixin private final ClientOptions client = new ClientOptions();

  @Option(
      names = "--watch",
      arity = "1..*",
      paramLabel = "PATH",
      description = "Directories you mean to follow, besides those known already.")
  private List<Path> watch = List.of();

  private final Session session;

  DoctorCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    var findings = new ArrayList<Finding>();
    var config = config(findings);
    var node = node(config);
    findings.addAll(
        Doctor.examine(new Patient(config, node, watched(config), session.environment())));
    findings.add(sources(config, node.isPresent()));
    print(findings);
    boolean failed = findings.stream().anyMatch(f -> f.level() == Finding.Level.FAIL);
    return failed ? ExitCode.FAILED : ExitCode.OK;
  }

  /** Settings that are wrong are a finding; the other checks then look at the defaults. */
  private NodeConfig config(List<Finding> findings) {
    try {
      var config = client.config().load(session);
      var from = client.config().file(session).map(Path::toString).orElse("no file, defaults");
      findings.add(new Finding("settings", Finding.Level.OK, from, ""));
      return config;
    } catch (UserError e) {
      findings.add(new Finding("settings", Finding.Level.FAIL, e.message(), e.remedy()));
      return NodeConfig.of(Map.of());
    }
  }

  private Optional<Patient.Node> node(NodeConfig config) {
    var written = RunningNode.on(config);
    try (var client = NodeClient.of(config, this.client.config().namesPort())) {
      var status = client.status();
      return Optional.of(
          new Patient.Node(
              written.map(RunningNode::pid).orElse(0L),
              status.path("kafka").asText(),
              status.path("registry").asText(),
              status.path("connect").asText()));
    } catch (UserError notRunning) {
      return Optional.empty();
    }
  }

  private List<Path> watched(NodeConfig config) {
    var paths = new LinkedHashSet<Path>();
    try {
      paths.addAll(WatchRegister.read(config.dataDir()).keySet());
    } catch (UserError unreadable) {
      // the check of the data directory says why
    }
    config
        .sources()
        .values()
        .forEach(source -> {
          var path = source.get("files.path");
          if (path != null) {
            paths.add(session.directory().resolve(path));
          }
        });
    watch.forEach(path -> paths.add(session.directory().resolve(path)));
    return List.copyOf(paths);
  }

  private Finding sources(NodeConfig config, boolean running) {
    if (!running) {
      return new Finding("node", Finding.Level.OK, "not running", "");
    }
    var bad = new ArrayList<String>();
    try (var node = NodeClient.of(config, client.config().namesPort())) {
      for (var source : node.sources()) {
        if (source.hasNonNull("error")) {
          bad.add(source.path("name").asText() + ": " + source.path("error").asText());
        }
      }
    }
    return bad.isEmpty()
        ? new Finding("node", Finding.Level.OK, "running, every source works", "")
        : new Finding(
            "sources", Finding.Level.FAIL, String.join("; ", bad), "See 'alluvium sources'.");
  }

  private void print(List<Finding> findings) {
    var terminal = session.terminal();
    if (client.json()) {
      terminal.line(
          Json.line(Map.of("findings", findings.stream().map(DoctorCommand::json).toList())));
      return;
    }
    for (var finding : findings) {
      terminal.line(
          label(finding.level())
              + "  "
              + finding.check()
              + ": "
              + Terminal.printable(finding.message()));
      if (!finding.remedy().isEmpty()) {
        terminal.line("      " + finding.remedy());
      }
    }
  }

  private static Map<String, String> json(Finding finding) {
    var json = new LinkedHashMap<String, String>();
    json.put("check", finding.check());
    json.put("level", finding.level().label());
    json.put("message", finding.message());
    json.put("remedy", finding.remedy());
    return json;
  }

  private String label(Finding.Level level) {
    var style =
        switch (level) {
          case OK -> Style.GREEN;
          case WARN -> Style.YELLOW;
          case FAIL -> Style.RED;
        };
    return session.terminal().styled(style, "%-4s".formatted(level.label()));
  }
}

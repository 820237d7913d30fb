package io.alluvium.app.sources;

import io.alluvium.app.UserError;
import io.alluvium.app.connect.ConnectRest;
import io.alluvium.app.connect.ConnectorState;
import io.alluvium.app.connect.SourceSupervisor;
import io.alluvium.app.status.CoverageStatus;
import io.alluvium.app.status.SourceStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The sources of this node: how each is doing, and what can be done to one. Thread-safe. */
public final class Sources {
  private static final String POSITION = "axis";
  private static final String OURS = "io.alluvium.";

  private final ConnectRest connect;
  private final SourceSupervisor supervisor;
  private final Ledger ledger;
  private final RunLedger runs;
  private final SourceSettings settings;

  public Sources(
      ConnectRest connect,
      SourceSupervisor supervisor,
      LedgerReader ledger,
      SourceSettings settings) {
    this.connect = connect;
    this.supervisor = supervisor;
    this.ledger = ledger.ledger();
    this.runs = ledger.runs();
    this.settings = settings;
  }

  /** Every source, by name. */
  public List<SourceStatus> list() {
    return new TreeMap<>(supervisor.connectors()).values().stream().map(this::status).toList();
  }

  /**
   * Makes the sources of the configuration what it says: new and changed ones are given to Connect,
   * those that left it are removed, an unchanged one is not disturbed. Others are left alone.
   *
   * @throws UserError SOURCE_INVALID if a connector refuses its settings, CONNECTOR_UNKNOWN if
   *     there is none of its class
   */
  public void configure(Map<String, Map<String, String>> configured) {
    var known = connect.connectors();
    configured.forEach((name, given) -> {
      var complete = settings.complete(name, SourceSettings.CONFIGURATION, withClass(given));
      var present = known.get(name);
      if (present == null || !complete.equals(present.config())) {
        give(name, complete);
      }
    });
    known.values().stream()
        .filter(source ->
            SourceSettings.CONFIGURATION.equals(source.config().get(SourceSettings.ORIGIN)))
        .map(ConnectorState::name)
        .filter(name -> !configured.containsKey(name))
        .forEach(connect::delete);
  }

  /**
   * Creates a source beside those of the configuration, or gives it these settings.
   *
   * @param given its own settings in Connect's keys; {@code connector.class} may be short, such as
   *     {@code files}
   * @throws UserError SOURCE_INVALID if the connector refuses them, SOURCE_READ_ONLY if the
   *     configuration has a source of this name, CONNECTOR_UNKNOWN if there is no such connector
   */
  public void put(String name, Map<String, String> given) {
    requireEditable(name);
    give(name, settings.complete(name, "api", withClass(given)));
  }

  private Map<String, String> withClass(Map<String, String> given) {
    var settings = new TreeMap<>(given);
    settings.computeIfPresent("connector.class", (key, named) -> classOf(named));
    return settings;
  }

  private String classOf(String named) {
    var plugins = connect.sourcePlugins();
    // Debezium's connector is called postgres too.
    return plugins.stream()
        .filter(plugin -> plugin.equals(named) || type(plugin).equals(named))
        .min(Comparator.comparing(plugin -> !plugin.equals(named) && !plugin.startsWith(OURS)))
        .orElseThrow(() ->
            new UserError(
                "CONNECTOR_UNKNOWN",
                "There is no connector " + named + ".",
                "The connectors are: "
                    + plugins.stream()
                        .map(Sources::type)
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(", "))
                    + "."));
  }

  private void requireEditable(String name) {
    var present = connect.connectors().get(name);
    if (present != null
        && SourceSettings.CONFIGURATION.equals(present.config().get(SourceSettings.ORIGIN))) {
      throw new UserError(
          "SOURCE_READ_ONLY",
          "Source " + name + " stands in the configuration.",
          "Change it there, and start the node again.");
    }
  }

  private void give(String name, Map<String, String> complete) {
    var errors = connect.validate(complete);
    if (!errors.isEmpty()) {
      throw new UserError(
          "SOURCE_INVALID",
          "Source " + name + " cannot work: " + String.join("; ", errors) + ".",
          "Correct its settings.");
    }
    connect.put(name, complete);
  }

  /**
   * Does something to a source.
   *
   * @throws UserError SOURCE_UNKNOWN if there is none of this name, SOURCE_READ_ONLY if one of the
   *     configuration is to be removed
   */
  public void act(String name, SourceAction action) {
    requireKnown(name);
    switch (action) {
      case PAUSE -> connect.pause(name);
      case RESUME -> connect.resume(name);
      case SYNC -> connect.restartWithTasks(name);
      case RESET -> reset(name);
      case REMOVE -> remove(name);
    }
  }

  private void remove(String name) {
    requireEditable(name);
    connect.delete(name);
  }

  private void reset(String name) {
    connect.stop(name);
    try {
      connect.forgetOffsets(
          name,
          connect.offsets(name).keySet().stream()
              .filter(partition -> partition.has(POSITION))
              .toList());
    } finally {
      connect.resume(name);
    }
  }

  /**
   * What is proven of every scope, and what is not.
   *
   * @param source the source to tell about; empty = all, with what our own readers missed
   * @throws UserError SOURCE_UNKNOWN if there is none of this name and nothing is known of one
   */
  public List<CoverageStatus> coverage(Optional<String> source) {
    var rows =
        ledger.progress(name -> source.isEmpty() || source.get().equals(name)).stream()
            .map(Sources::coverage)
            .toList();
    if (rows.isEmpty()) {
      source.ifPresent(this::requireKnown);
    }
    return rows;
  }

  private void requireKnown(String name) {
    if (!connect.connectors().containsKey(name)) {
      throw new UserError(
          "SOURCE_UNKNOWN",
          "There is no source " + name + ".",
          "The sources are: " + String.join(", ", supervisor.connectors().keySet()) + ".");
    }
  }

  private SourceStatus status(ConnectorState connector) {
    var name = connector.name();
    var counts = ledger.counts(name);
    var last = counts.last();
    return new SourceStatus(
        name,
        type(connector),
        path(connector),
        state(connector),
        error(connector),
        connector.tasks().stream().map(task -> task(name, task)).toList(),
        ledger.progress(name::equals).stream().map(Sources::scope).toList(),
        counts.read(),
        counts.published(),
        counts.sightings(),
        counts.duplicates(),
        counts.deadLettered(),
        last == null ? null : last.getLastEventAt().orElse(null),
        BackfillGauge.of(name).orElse(null),
        runs.last(name, SharedScopes.of(connect, name)).orElse(null));
  }

  /** {@code io.alluvium.connectors.files.FilesSourceConnector} is called {@code files}. */
  private static String type(ConnectorState connector) {
    return type(connector.config().getOrDefault("connector.class", ""));
  }

  private static String type(String connectorClass) {
    var simple = connectorClass;
    simple = simple.substring(simple.lastIndexOf('.') + 1);
    return simple.replaceFirst("(Source)?Connector$", "").toLowerCase(Locale.ROOT);
  }

  private static @Nullable String path(ConnectorState connector) {
    return connector.config().get(type(connector) + ".path");
  }

  private static String state(ConnectorState connector) {
    if (connector.failed()
        || connector.tasks().stream().anyMatch(ConnectorState.TaskState::failed)) {
      return "failed";
    }
    return switch (connector.state()) {
      case "PAUSED", "STOPPED" -> "paused";
      case "RUNNING" -> {
        boolean runs =
            !connector.tasks().isEmpty()
                && connector.tasks().stream().allMatch(task -> task.state().equals("RUNNING"));
        yield runs ? "running" : "starting";
      }
      default -> "starting";
    };
  }

  private static @Nullable String error(ConnectorState connector) {
    return connector
        .failure()
        .or(() ->
            connector.tasks().stream()
                .map(ConnectorState.TaskState::failure)
                .flatMap(Optional::stream)
                .findFirst())
        .orElse(null);
  }

  private SourceStatus.Task task(String connector, ConnectorState.TaskState task) {
    var attempts = supervisor.attempts(connector, task.id());
    return new SourceStatus.Task(
        task.id(),
        task.word(),
        task.failure().orElse(null),
        attempts.restarts(),
        attempts.nextAt());
  }

  private static SourceStatus.Scope scope(Ledger.Progress progress) {
    var claim = progress.claim();
    var processed = progress.processed();
    return new SourceStatus.Scope(
        progress.scope(),
        progress.scopeName(),
        progress.axis(),
        progress.complete(),
        claim == null ? null : claim.from(),
        claim == null ? null : claim.asOf(),
        processed == null ? null : processed.to(),
        processed == null ? null : processed.asOf(),
        claim == null ? List.of() : claim.guarantees(),
        progress.gaps().size());
  }

  // What names gaps of the task itself is for machines only.
  private static @Nullable String readable(String subject) {
    return subject.isEmpty() || subject.startsWith("\u0000") ? null : subject;
  }

  private static CoverageStatus coverage(Ledger.Progress progress) {
    var gaps =
        progress.gaps().stream()
            .map(gap ->
                new CoverageStatus.OpenGap(
                    gap.getReason(), gap.getMessage(), readable(gap.getFrom()), gap.getOpenedAt()))
            .toList();
    return new CoverageStatus(progress.source(), scope(progress), gaps);
  }
}

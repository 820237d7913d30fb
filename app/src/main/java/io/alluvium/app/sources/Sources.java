package io.alluvium.app.sources;

import io.alluvium.app.UserError;
import io.alluvium.app.connect.ConnectRest;
import io.alluvium.app.connect.ConnectorState;
import io.alluvium.app.connect.SourceSupervisor;
import io.alluvium.app.status.SourceStatus;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The sources of this node: how each is doing, and what can be done to one. Thread-safe. */
public final class Sources {
  private static final String POSITION = "axis";

  private final ConnectRest connect;
  private final SourceSupervisor supervisor;
  private final Ledger ledger;
  private final SourceSettings settings;

  public Sources(
      ConnectRest connect,
      SourceSupervisor supervisor,
      LedgerReader ledger,
      SourceSettings settings) {
    this.connect = connect;
    this.supervisor = supervisor;
    this.ledger = ledger.ledger();
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
   * @throws UserError SOURCE_INVALID if a connector refuses its settings
   */
  public void configure(Map<String, Map<String, String>> configured) {
    var known = connect.connectors();
    configured.forEach((name, given) -> {
      var complete = settings.complete(name, SourceSettings.CONFIGURATION, given);
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
   * @throws UserError SOURCE_INVALID if the connector refuses them
   */
  public void put(String name, Map<String, String> given) {
    give(name, settings.complete(name, "api", given));
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
   * Makes the source read everything again: positions are cleared, what it knows to exist is kept,
   * so that what vanished meanwhile is still found out.
   *
   * @throws UserError SOURCE_UNKNOWN if there is none of this name
   */
  public void reset(String name) {
    if (!connect.connectors().containsKey(name)) {
      throw new UserError(
          "SOURCE_UNKNOWN",
          "There is no source " + name + ".",
          "The sources are: " + String.join(", ", supervisor.connectors().keySet()) + ".");
    }
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
        ledger.progress(name).stream().map(Sources::scope).toList(),
        counts.read(),
        counts.published(),
        counts.sightings(),
        counts.duplicates(),
        counts.deadLettered(),
        last == null ? null : last.getLastEventAt().orElse(null),
        BackfillGauge.of(name).orElse(null));
  }

  /** {@code io.alluvium.connectors.files.FilesSourceConnector} is called {@code files}. */
  private static String type(ConnectorState connector) {
    var simple = connector.config().getOrDefault("connector.class", "");
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
        claim.getScope(),
        claim.getAxis(),
        claim.getAsOf(),
        processed == null ? null : processed.to(),
        processed == null ? null : processed.asOf(),
        claim.getGuarantees(),
        progress.openGaps());
  }
}

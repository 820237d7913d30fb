package io.alluvium.connectors;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.util.ConnectorUtils;
import org.jspecify.annotations.Nullable;

/**
 * Makes a source type a Connect connector. A connector's class extends it with a constructor and
 * nothing else.
 */
public class ReaderSourceConnector extends SourceConnector {
  private static final Map<String, String> CONVERTERS =
      Map.of(
          "key.converter", "org.apache.kafka.connect.storage.StringConverter",
          "value.converter", "io.alluvium.schemas.connect.AvroConverter");

  // Debezium's engine gives connectors its own settings too, converters it never calls included.
  private static final String ENGINE_SETTING = "offset.storage";

  private final SourceType<?> type;
  private final Class<? extends Task> taskClass;
  private Map<String, String> settings = Map.of();
  private @Nullable ScopeWatch scopes;

  /** A connector for a type of source. */
  protected ReaderSourceConnector(SourceType<?> type, Class<? extends Task> taskClass) {
    this.type = type;
    this.taskClass = taskClass;
  }

  /** Name of the type of source; the raw topic ends with it. */
  public final String typeName() {
    return type.name();
  }

  @Override
  public String version() {
    return Version.of(getClass());
  }

  @Override
  public ConfigDef config() {
    return type.definition();
  }

  @Override
  public Class<? extends Task> taskClass() {
    return taskClass;
  }

  /** Checks each setting by itself, then, if all are valid, whether the source can work. */
  @Override
  public Config validate(Map<String, String> proposed) {
    var values = new ArrayList<>(type.definition().validate(proposed));
    var findings = new ArrayList<>(converterFindings(proposed));
    if (values.stream().allMatch(value -> value.errorMessages().isEmpty())) {
      findings.addAll(findings(type, proposed));
    }
    findings.forEach(finding -> report(values, proposed, finding));
    return new Config(values);
  }

  /**
   * @throws ConfigException if the source cannot work, with all that does not pass by itself and
   *     what to do
   */
  @Override
  public void start(Map<String, String> started) {
    var findings = new ArrayList<>(findings(type, started));
    // A source that was set up goes on by itself when upstream is back: its tasks try on.
    findings.removeIf(Finding::mayPass);
    if (!findings.isEmpty()) {
      throw new ConfigException(
          String.join("; ", findings.stream().map(Finding::message).toList()));
    }
    settings = Map.copyOf(started);
    scopes = ScopeWatch.start(type, settings, context);
  }

  /** One task that reads all, or the scopes that the settings select shared out evenly. */
  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    var selected = scopes == null ? Optional.<List<String>>empty() : scopes.scopes();
    if (selected.isEmpty()) {
      return List.of(settings);
    }
    var all = selected.get();
    var tasks = new ArrayList<Map<String, String>>();
    if (all.isEmpty()) {
      return tasks;
    }
    for (var share : ConnectorUtils.groupPartitions(all, Math.min(maxTasks, all.size()))) {
      var task = new HashMap<>(settings);
      task.put(SourceConfig.TASK_SCOPES, String.join("\n", share));
      tasks.add(task);
    }
    return tasks;
  }

  @Override
  public void stop() {
    if (scopes != null) {
      scopes.close();
      scopes = null;
    }
    settings = Map.of();
  }

  /** Every position lies in the offset of a record that it belongs to. */
  @Override
  public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> proposed) {
    return ExactlyOnceSupport.SUPPORTED;
  }

  @Override
  public ConnectorTransactionBoundaries canDefineTransactionBoundaries(
      Map<String, String> proposed) {
    return ConnectorTransactionBoundaries.UNSUPPORTED;
  }

  /**
   * Allows any offset to be cleared. Clearing the partitions that have the key {@code axis} is a
   * reset: everything is read again, and what is known to exist stays known. Clearing the others
   * too forgets the known entities: what was deleted meanwhile is then never found out.
   *
   * @throws ConnectException if an offset is to be set to a value: none can be made up
   */
  @Override
  public boolean alterOffsets(
      Map<String, String> connectorConfig, Map<Map<String, ?>, Map<String, ?>> offsets) {
    for (var offset : offsets.entrySet()) {
      if (offset.getValue() != null && !offset.getValue().isEmpty()) {
        throw new ConnectException(
            "Offsets of this source can be cleared, not set. Give null for " + offset.getKey());
      }
    }
    return true;
  }

  private static <C extends SourceConfig> List<Finding> findings(
      SourceType<C> type, Map<String, String> settings) {
    return type.validate(type.configure(settings));
  }

  private static List<Finding> converterFindings(Map<String, String> proposed) {
    var findings = new ArrayList<Finding>();
    if (proposed.containsKey(ENGINE_SETTING)) {
      return findings;
    }
    CONVERTERS.forEach((setting, needed) -> {
      var chosen = proposed.get(setting);
      if (chosen != null && !chosen.equals(needed)) {
        findings.add(
            new Finding(
                setting,
                setting + " is " + chosen + ", which ingest cannot read",
                "Set it to " + needed));
      }
    });
    return findings;
  }

  private static void report(
      List<ConfigValue> values, Map<String, String> proposed, Finding finding) {
    values.stream()
        .filter(value -> value.name().equals(finding.setting()))
        .findFirst()
        .orElseGet(() -> {
          var value = new ConfigValue(finding.setting());
          value.value(proposed.get(finding.setting()));
          values.add(value);
          return value;
        })
        .addErrorMessage(finding.message());
  }
}

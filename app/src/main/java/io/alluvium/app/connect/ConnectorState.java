package io.alluvium.app.connect;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Connect says about one connector.
 *
 * @param name its name
 * @param config its settings as given
 * @param state RUNNING, PAUSED, STOPPED, FAILED, UNASSIGNED or RESTARTING
 * @param trace stack trace when it failed
 * @param tasks its tasks in order
 */
public record ConnectorState(
    String name,
    Map<String, String> config,
    String state,
    @Nullable String trace,
    List<TaskState> tasks) {
  public ConnectorState {
    config = Map.copyOf(config);
    tasks = List.copyOf(tasks);
  }

  /**
   * What Connect says about one task.
   *
   * @param id number of the task
   * @param state as for the connector
   * @param trace stack trace when it failed
   */
  public record TaskState(int id, String state, @Nullable String trace) {
    /** First line of the failure that a person can use. */
    public Optional<String> failure() {
      return Optional.ofNullable(trace).map(ConnectorState::reason);
    }

    /** Whether Connect has given up on it. */
    public boolean failed() {
      return state.equals("FAILED");
    }

    /** The state in lower case, as our API says it. */
    public String word() {
      return state.toLowerCase(Locale.ROOT);
    }
  }

  /** Whether Connect has given up on the connector itself, not only on a task. */
  public boolean failed() {
    return state.equals("FAILED");
  }

  /** First line of the connector's failure that a person can use. */
  public Optional<String> failure() {
    return Optional.ofNullable(trace).map(ConnectorState::reason);
  }

  /** The innermost cause says most; Connect wraps it in words about itself. */
  private static String reason(String trace) {
    var lines = trace.lines().toList();
    var reason = lines.isEmpty() ? trace : lines.getFirst();
    for (var line : lines) {
      if (line.startsWith("Caused by: ")) {
        reason = line.substring("Caused by: ".length());
      }
    }
    return reason.replaceFirst("^[\\w.$]+(Exception|Error): ", "");
  }
}

package io.alluvium.connectors.postgres;

import io.alluvium.connectors.MemoryOffsets;
import io.alluvium.connectors.TaskRun;
import io.alluvium.schemas.ContentHash;
import io.alluvium.schemas.Gap;
import io.alluvium.schemas.RawEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A source of some tables, run step by step, with its database. */
final class Following implements AutoCloseable {
  static final String NAME = "under-test";

  final TestDatabase database = new TestDatabase();
  final MemoryOffsets offsets = new MemoryOffsets();
  private final Map<String, String> more = new HashMap<>();

  /** Sets something for every start from now on. */
  Following with(String setting, String value) {
    more.put(setting, value);
    return this;
  }

  /** Takes a setting back. */
  Following without(String setting) {
    more.remove(setting);
    return this;
  }

  Map<String, String> settings(String... tables) {
    var settings = database.settings(tables);
    settings.put("name", NAME);
    settings.put("exactly.once.support", "required");
    settings.putAll(more);
    return settings;
  }

  TaskRun start(String... tables) {
    return TaskRun.start(new PostgresSourceTask(), settings(tables), offsets);
  }

  /** Everything wrong that validation finds, as {@code setting: message}. */
  List<String> findings(String... tables) {
    return new PostgresSourceConnector()
        .validate(settings(tables)).configValues().stream()
            .flatMap(value -> value.errorMessages().stream().map(e -> value.name() + ": " + e))
            .toList();
  }

  /** Last event of the row with a key. */
  static Optional<RawEvent> last(TaskRun run, String key) {
    return events(run, key).reduce((one, later) -> later);
  }

  /** Events of the row with a key, in order. */
  static Stream<RawEvent> events(TaskRun run, String key) {
    return run.events().stream().filter(event -> event.getEntityKey().endsWith("/" + key));
  }

  /** Verb and text of every event of the row with a key. */
  static List<String> story(TaskRun run, String key) {
    return events(run, key)
        .map(event -> event.getVerb().orElse("seen") + event.getText().map(t -> " " + t).orElse(""))
        .toList();
  }

  static String hash(RawEvent event) {
    return ContentHash.of(event).hex();
  }

  /** Reasons of the gaps that are open at the end, with their subjects. */
  static List<String> openGaps(TaskRun run) {
    var open = new HashMap<String, Gap>();
    run.gaps().forEach(gap -> open.put(gap.getId(), gap));
    return open.values().stream()
        .filter(gap -> gap.getClosedAt().isEmpty())
        .map(gap -> gap.getScope() + " " + gap.getFrom() + " " + gap.getReason())
        .sorted()
        .toList();
  }

  @Override
  public void close() {
    database.close();
  }
}

package io.alluvium.connectors;

import io.alluvium.schemas.ContentHash;
import io.alluvium.schemas.Gap;
import io.alluvium.schemas.RawEvent;
import io.alluvium.schemas.connect.ConnectStructs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What the contract's tests stand on: a filled upstream, a source that reads it, its offsets. */
public abstract class ContractBed {
  static final String NAME = "under-test";
  static final int THINGS = 60;

  @TempDir private Path temp;
  private final MemoryOffsets offsets = new MemoryOffsets();
  private Upstream upstream;

  /** Makes an upstream that has nothing yet. */
  protected abstract Upstream upstream(Path directory);

  /** The connector. */
  protected abstract SourceConnector connector();

  /** A new task of the connector. */
  protected abstract SourceTask task();

  @BeforeEach
  final void fillUpstream() {
    upstream = upstream(temp.resolve("upstream"));
    for (int i = 0; i < THINGS; i++) {
      upstream.create();
    }
  }

  @AfterEach
  final void closeUpstream() {
    upstream.close();
  }

  final Upstream upstream() {
    return upstream;
  }

  final MemoryOffsets offsets() {
    return offsets;
  }

  final Path directory() {
    return temp;
  }

  /** Reads until all that upstream lists was published and every reader has claimed. */
  final void untilRead(TaskRun run) {
    run.until(() -> hasAll(run)).untilClaimed();
    run.during(Duration.ofMillis(200));
  }

  final boolean hasAll(TaskRun run) {
    return keys(run.events()).containsAll(upstream.listed());
  }

  final TaskRun start(Map<String, String> more) {
    return TaskRun.start(task(), settings(more), offsets);
  }

  final EngineRun engine() {
    return EngineRun.start(connector().getClass(), settings(Map.of()), temp.resolve("offsets"));
  }

  final Map<String, String> settings(Map<String, String> more) {
    var settings = new HashMap<>(upstream.settings());
    settings.put("name", NAME);
    settings.put("exactly.once.support", "required");
    settings.putAll(more);
    return settings;
  }

  static boolean isEvent(SourceRecord one) {
    return one.value() != null && one.valueSchema().name().endsWith(".RawEvent");
  }

  static List<RawEvent> events(List<SourceRecord> batch) {
    return batch.stream()
        .filter(ContractBed::isEvent)
        .map(one -> ConnectStructs.fromStruct((Struct) one.value(), RawEvent.class))
        .toList();
  }

  static Set<String> keys(List<RawEvent> events) {
    var keys = new HashSet<String>();
    events.forEach(event -> keys.add(event.getEntityKey()));
    return keys;
  }

  static Map<String, RawEvent> lastWord(List<RawEvent> events) {
    var last = new HashMap<String, RawEvent>();
    events.forEach(event -> last.put(event.getEntityKey(), event));
    return last;
  }

  /** Whether the last that was said of a thing is that it is gone. */
  static boolean isDeleted(List<RawEvent> events, String key) {
    var last = lastWord(events).get(key);
    return last != null && last.getDeletion().isPresent();
  }

  /** Gaps that are open by now, by id. */
  static Map<String, Gap> openGaps(TaskRun run) {
    var open = new LinkedHashMap<String, Gap>();
    for (var gap : run.gaps()) {
      open.put(gap.getId(), gap);
    }
    open.values().removeIf(gap -> gap.getClosedAt().isPresent());
    return open;
  }

  static Map<String, String> hashes(List<RawEvent> events) {
    var hashes = new HashMap<String, String>();
    events.forEach(event -> hashes.put(event.getEntityKey(), ContentHash.of(event).hex()));
    return hashes;
  }
}
